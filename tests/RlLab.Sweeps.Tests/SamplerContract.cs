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
        var settings = Enumerable.Range(0, Many).Select(sampler.Setting).ToHashSet();
        settings.Should().HaveCount(Many);
        foreach (var parameter in Samples.Finite.Parameters)
        {
            settings.Select(s => s[parameter.Name]).Distinct().Should().BeEquivalentTo(parameter.Domain!.Grid);
        }
    }

    [Fact]
    public void Gives_a_trial_the_same_setting_in_whichever_order_trials_are_asked_for()
    {
        var forwards = Over(Samples.Finite);
        var inOrder = Enumerable.Range(0, Many).Select(forwards.Setting).ToList();
        var backwards = Over(Samples.Finite);
        var reversed = Enumerable.Range(0, Many).Reverse().Select(backwards.Setting).Reverse().ToList();
        reversed.Should().Equal(inOrder);
        Over(Samples.Finite).Setting(17).Equals(inOrder[17]).Should().BeTrue();
    }

    [Fact]
    public void Gives_a_trial_the_same_setting_to_many_threads_at_once()
    {
        var alone = Over(Samples.Finite);
        var shared = Over(Samples.Finite);
        var settings = Enumerable.Range(0, Many).AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(shared.Setting).ToList();
        settings.Should().Equal(Enumerable.Range(0, Many).Select(alone.Setting));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Many)]
    public void Refuses_a_trial_that_it_does_not_have(int trial) =>
        Over(Samples.Finite).Invoking(s => s.Setting(trial)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Gives_one_empty_setting_where_nothing_is_swept()
    {
        var sampler = Over(new SearchSpace([]));
        sampler.Count.Should().Be(1);
        sampler.Setting(0).Should().BeEquivalentTo(ParameterSet.Empty);
    }
}
