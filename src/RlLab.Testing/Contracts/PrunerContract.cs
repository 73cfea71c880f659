using RlLab.Sweeps;

namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <summary>What every pruner keeps. A pruner's tests inherit it.</summary>
public abstract class PrunerContract
{
    /// <summary>Whether the pruner ends any run at all. Default: true.</summary>
    protected virtual bool Prunes => true;

    /// <summary>A new pruner that decides by step 100, of ten runs or more.</summary>
    protected abstract IPruner Create();

    [Fact]
    public void Ends_a_run_that_is_far_behind_all_others_and_says_why()
    {
        var decision = Create().Decide(Curve(0, 0, -50, 100), Rivals(), Direction.Maximize);
        decision.IsPruned.Should().Be(Prunes);
        decision.Reason.Should().EndWith(".");
    }

    [Fact]
    public void Lets_the_best_run_go_on() => Create().Decide(Curve(0, 0, 1_000, 100), Rivals(), Direction.Maximize).IsPruned.Should().BeFalse();

    [Fact]
    public void Lets_a_run_go_on_that_has_no_other_to_be_compared_with()
    {
        Create().Decide(Curve(0, 0, -50, 100), [], Direction.Maximize).IsPruned.Should().BeFalse();
        RunCurve[] sameTrial = [.. Enumerable.Range(1, 20).Select(seed => Curve(0, seed, 10, 100))];
        Create().Decide(Curve(0, 0, -50, 100), sameTrial, Direction.Maximize).IsPruned.Should().BeFalse("its trial has one value over all seeds");
    }

    [Fact]
    public void Lets_all_go_on_where_all_are_equal()
    {
        RunCurve[] equal = [.. Enumerable.Range(0, 20).Select(trial => Curve(trial, 0, 10, 100))];
        foreach (var run in equal)
        {
            Create().Decide(run, [.. equal.Where(other => other != run)], Direction.Maximize).IsPruned.Should().BeFalse();
        }
    }

    [Fact]
    public void Decides_alike_whatever_the_order_of_the_others_and_whoever_asks()
    {
        foreach (var run in Runs())
        {
            var expected = Create().Decide(run, Rivals(), Direction.Maximize);
            var pruner = Create();
            Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(8)
                .Select(seed => pruner.Decide(run, Shuffled(Rivals(), seed), Direction.Maximize))
                .Should().OnlyContain(decision => decision == expected);
        }
    }

    [Fact]
    public void Decides_by_no_point_of_a_later_step()
    {
        RunCurve[] cut = [.. Rivals().Select(rival => rival with { Points = [.. rival.Points.Where(point => point.Step <= 100)] })];
        foreach (var run in Runs())
        {
            Create().Decide(run, Rivals(), Direction.Maximize).Should().Be(Create().Decide(run, cut, Direction.Maximize));
        }
    }

    [Fact]
    public void Decides_alike_for_the_mirrored_objective()
    {
        RunCurve[] mirrored = [.. Rivals().Select(Mirror)];
        foreach (var run in Runs())
        {
            Create().Decide(Mirror(run), mirrored, Direction.Minimize).IsPruned
                .Should().Be(Create().Decide(run, Rivals(), Direction.Maximize).IsPruned);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Passes_over_values_that_are_not_finite(double value)
    {
        RunCurve[] withBroken = [.. Rivals(), .. Enumerable.Range(100, 30).Select(trial => Curve(trial, 0, value, 100))];
        foreach (var run in Runs())
        {
            Create().Decide(run, withBroken, Direction.Maximize).Should().Be(Create().Decide(run, Rivals(), Direction.Maximize));
        }

        Create().Decide(Curve(0, 0, value, 100), Rivals(), Direction.Maximize).IsPruned.Should().BeFalse("a run that diverged ends by its own rule");
    }

    [Fact]
    public void Lets_a_run_go_on_that_has_reported_nothing() =>
        Create().Decide(new(0, 0, []), Rivals(), Direction.Maximize).IsPruned.Should().BeFalse();

    /// <summary>A run of another height, which reports every ten steps.</summary>
    private static RunCurve Curve(int trial, long seed, double height, int steps) =>
        new(trial, seed, [.. Enumerable.Range(1, steps / 10).Select(i => new ObjectivePoint(10 * i, height + 0.01 * Math.Min(i, 3)))]);

    // Five trials with several seeds each, of which some are further than the run.
    private static RunCurve[] Rivals() =>
    [
        .. from trial in Enumerable.Range(1, 5)
           from seed in Enumerable.Range(0, 8)
           select Curve(trial, seed, 10 * trial + seed, seed % 2 == 0 ? 100 : 200),
    ];

    private static RunCurve[] Runs() => [.. ((double[])[-50, 12, 31, 35, 52, 1_000]).Select(height => Curve(0, 0, height, 100))];

    private static RunCurve Mirror(RunCurve run) => run with { Points = [.. run.Points.Select(point => point with { Value = -point.Value })] };

    private static RunCurve[] Shuffled(RunCurve[] runs, int seed)
    {
        var random = new RandomGenerator(seed);
        return [.. runs.Select(run => (run, key: random.NextDouble())).OrderBy(pair => pair.key).Select(pair => pair.run)];
    }
}
