using RlLab.Sweeps;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>What every sampler keeps. A sampler's tests inherit it.</summary>
public abstract partial class SamplerContract
{
    private const int Many = 24;

    /// <summary>Whether the sampler refuses ranges that have no end of values, as a grid does. Default: false.</summary>
    protected virtual bool NeedsAnEnd => false;

    /// <summary>A new sampler over a space; with the same seed each time.</summary>
    /// <param name="space">The space.</param>
    protected abstract ISampler Over(SearchSpace space);

    [Fact]
    public void Gives_each_setting_of_a_finite_space_exactly_once()
    {
        var sampler = Over(SampleSpaces.Finite);
        sampler.Count.Should().Be(4 * 3 * 2);
        var settings = Settings(sampler, Many).ToHashSet();
        settings.Should().HaveCount(Many);
        foreach (var parameter in SampleSpaces.Finite.Parameters)
        {
            settings.Select(s => s[parameter.Name]).Distinct().Should().BeEquivalentTo(parameter.Domain!.Grid);
        }
    }

    [Fact]
    public void Gives_a_trial_the_same_setting_whoever_asks_for_it_and_when()
    {
        foreach (var space in Spaces())
        {
            var sampler = Over(space);
            var results = Run(sampler, Many, Mixed);
            for (var trial = Many - 1; trial >= 0; trial--)
            {
                sampler.Suggest(trial, results[..trial]).Should().Equal(results[trial].Parameters);
            }

            TrialResult[] copies = [.. results[..17].Select(r => r with { Losses = [.. r.Losses], Parameters = new ParameterSet(r.Parameters) })];
            Over(space).Suggest(17, copies).Should().Equal(results[17].Parameters);
        }
    }

    [Fact]
    public void Gives_a_trial_the_same_setting_to_many_threads_at_once()
    {
        foreach (var space in Spaces())
        {
            var sampler = Over(space);
            var results = Run(sampler, Many, Mixed);
            var settings = Enumerable.Range(0, Many).AsParallel().AsOrdered().WithDegreeOfParallelism(8)
                .Select(trial => sampler.Suggest(trial, results[..trial]));
            settings.Should().Equal(results.Select(result => result.Parameters));
        }
    }

    [Fact]
    public void What_ends_later_changes_a_suggestion_only_where_the_sampler_learns()
    {
        foreach (var space in Spaces())
        {
            var results = Run(Over(space), Many - 1, Ended);
            TrialResult[] pending = [.. results.Select(result => TrialResult.Pending(result.Number, result.Parameters))];
            var (sampler, last) = (Over(space), Many - 1);
            var before = sampler.Suggest(last, pending);
            var after = sampler.Suggest(last, results);
            sampler.Suggest(last, pending).Should().Equal(before, "what was asked between does not matter");
            if (!sampler.Learns)
            {
                after.Should().Equal(before);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Many)]
    public void Refuses_a_trial_that_it_does_not_have(int trial) =>
        Over(SampleSpaces.Finite).Invoking(s => s.Suggest(trial, [])).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Gives_one_empty_setting_where_nothing_is_swept()
    {
        var sampler = Over(new SearchSpace([]));
        sampler.Count.Should().Be(1);
        sampler.Suggest(0, []).Should().BeEquivalentTo(ParameterSet.Empty);
    }

    [Fact]
    public void Gives_one_setting_where_each_parameter_has_one_value()
    {
        var sampler = Over(SampleSpaces.Single);
        sampler.Count.Should().Be(1);
        sampler.Suggest(0, []).ToString().Should().Be("Width=7 Rate=0.25 Kind=only");
    }

    [Fact]
    public void A_setting_has_exactly_the_parameters_that_its_choices_make_active()
    {
        var sampler = Over(SampleSpaces.Conditional);
        sampler.Count.Should().Be(2 * (3 * 2 + 2 * 4 + 1));
        var settings = Settings(sampler, (int)sampler.Count!.Value);
        settings.Should().OnlyHaveUniqueItems();
        foreach (var setting in settings)
        {
            SampleSpaces.Check(SampleSpaces.Conditional, setting);
        }
    }

    [Fact]
    public void Every_setting_keeps_to_the_constraints_and_all_that_do_are_given()
    {
        var sampler = Over(SampleSpaces.Constrained);
        sampler.Count.Should().Be(15);
        var settings = Settings(sampler, 15);
        settings.Should().OnlyHaveUniqueItems().And.OnlyContain(s => s["Batch"].AsInteger() <= s["Memory"].AsInteger());
        sampler.Invoking(s => s.Suggest(15, Run(s, 15, Ended))).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_space_that_its_constraints_empty_is_refused_by_their_names()
    {
        var never = new ConstraintDescriptor("NeverHolds", "", _ => false);
        SearchSpace[] spaces = [SampleSpaces.Finite, .. NeedsAnEnd ? Array.Empty<SearchSpace>() : [SampleSpaces.Continuous]];
        foreach (var space in spaces)
        {
            this.Invoking(t => t.Over(space with { Constraints = [never] }).Suggest(0, []))
                .Should().Throw<SweepException>().WithMessage("*NeverHolds*");
        }
    }

    /// <summary>The settings of the first trials, each of which ends.</summary>
    private static List<ParameterSet> Settings(ISampler sampler, int trials) => [.. Run(sampler, trials, Ended).Select(result => result.Parameters)];

    private static List<TrialResult> Run(ISampler sampler, int trials, Func<int, ParameterSet, TrialResult> outcome)
    {
        var results = new List<TrialResult>();
        for (var trial = 0; trial < trials; trial++)
        {
            results.Add(outcome(trial, sampler.Suggest(trial, results)));
        }

        return results;
    }

    private static TrialResult Ended(int trial, ParameterSet setting) => new(trial, setting, TrialStanding.Ended, [trial % 5, trial % 7]);

    private static TrialResult Failed(int trial, ParameterSet setting) => new(trial, setting, TrialStanding.Failed, []);

    private static TrialResult Mixed(int trial, ParameterSet setting) =>
        trial % 4 == 3 ? TrialResult.Pending(trial, setting) : trial % 6 == 4 ? Failed(trial, setting) : Ended(trial, setting);

    private IEnumerable<SearchSpace> Spaces() =>
        [SampleSpaces.Finite, SampleSpaces.Conditional, .. NeedsAnEnd ? Array.Empty<SearchSpace>() : [SampleSpaces.Continuous]];
}
