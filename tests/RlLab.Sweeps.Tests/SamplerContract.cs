namespace RlLab.Sweeps.Tests;

/// <summary>What every sampler keeps.</summary>
public abstract class SamplerContract
{
    private const int Many = 24;

    internal abstract ISampler Over(SearchSpace space);

    [Fact]
    public void Gives_each_setting_of_a_finite_space_exactly_once()
    {
        var sampler = Over(Samples.Finite);
        sampler.Count.Should().Be(4 * 3 * 2);
        var settings = Run(sampler, Many).Select(result => result.Parameters).ToHashSet();
        settings.Should().HaveCount(Many);
        foreach (var parameter in Samples.Finite.Parameters)
        {
            settings.Select(s => s[parameter.Name]).Distinct().Should().BeEquivalentTo(parameter.Domain!.Grid);
        }
    }

    [Fact]
    public void Gives_a_trial_the_same_setting_whoever_asks_for_it_and_when()
    {
        var sampler = Over(Samples.Finite);
        var results = Run(sampler, Many);
        for (var trial = Many - 1; trial >= 0; trial--)
        {
            sampler.Suggest(trial, results[..trial]).Should().Equal(results[trial].Parameters);
        }

        Over(Samples.Finite).Suggest(17, results[..17]).Should().Equal(results[17].Parameters);
    }

    [Fact]
    public void Gives_a_trial_the_same_setting_to_many_threads_at_once()
    {
        var sampler = Over(Samples.Finite);
        var results = Run(sampler, Many);
        var settings = Enumerable.Range(0, Many).AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(k => sampler.Suggest(k, results[..k]));
        settings.Should().Equal(results.Select(result => result.Parameters));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Many)]
    public void Refuses_a_trial_that_it_does_not_have(int trial) =>
        Over(Samples.Finite).Invoking(s => s.Suggest(trial, [])).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Gives_one_empty_setting_where_nothing_is_swept()
    {
        var sampler = Over(new SearchSpace([]));
        sampler.Count.Should().Be(1);
        sampler.Suggest(0, []).Should().BeEquivalentTo(ParameterSet.Empty);
    }

    /// <summary>The first trials of a sampler, each with an end.</summary>
    internal static List<TrialResult> Run(ISampler sampler, int trials)
    {
        var results = new List<TrialResult>();
        for (var trial = 0; trial < trials; trial++)
        {
            results.Add(new TrialResult(trial, sampler.Suggest(trial, results), TrialStanding.Ended, [trial % 5]));
        }

        return results;
    }
}
