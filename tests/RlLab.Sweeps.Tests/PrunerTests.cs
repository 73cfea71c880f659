namespace RlLab.Sweeps.Tests;

public sealed class NoPrunerTests : PrunerContract
{
    protected override bool Prunes => false;

    protected override IPruner Create() => new NoPruner();
}

public sealed class MedianPrunerTests : PrunerContract
{
    protected override IPruner Create() => new MedianPruner();

    [Fact]
    public void Says_the_median_and_the_value()
    {
        RunCurve[] others = [.. ((double[])[1, 2, 3, 4, 8]).Select((value, i) => Pruners.Run(i + 1, (100, value)))];
        new MedianPruner().Decide(Pruners.Run(0, (50, 2.5), (100, 2)), others, Direction.Maximize).Should().Be(new PruningDecision(
            true, "At step 100 the best value so far, 2.5, is worse than the median of 5 runs, 3."));
        new MedianPruner().Decide(Pruners.Run(0, (50, 2.5), (100, 2)), others, Direction.Minimize).IsPruned.Should().BeFalse();
    }

    [Fact]
    public void Waits_for_rivals_and_for_the_end_of_the_warm_up()
    {
        RunCurve[] others = [.. Enumerable.Range(1, 4).Select(trial => Pruners.Run(trial, (100, 5)))];
        new MedianPruner().Decide(Pruners.Run(0, (100, 1)), others, Direction.Maximize).Reason.Should().StartWith("4 runs of other trials");
        new MedianPruner { Rivals = 4 }.Decide(Pruners.Run(0, (100, 1)), others, Direction.Maximize).IsPruned.Should().BeTrue();
        new MedianPruner { Rivals = 4, WarmupSteps = 100 }.Decide(Pruners.Run(0, (100, 1)), others, Direction.Maximize).IsPruned.Should().BeFalse();
        this.Invoking(_ => new MedianPruner { Rivals = 0 }).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*at least 1*");
        this.Invoking(_ => new MedianPruner { WarmupSteps = -1 }).Should().Throw<ArgumentOutOfRangeException>();
    }
}

public sealed class AshaPrunerTests : PrunerContract
{
    protected override IPruner Create() => new AshaPruner { FirstRung = 100 };

    [Fact]
    public void Decides_at_rungs_alone_and_says_the_place()
    {
        RunCurve[] others = [.. Enumerable.Range(1, 5).Select(trial => Pruners.Run(trial, (10, trial), (30, trial), (90, trial)))];
        var asha = new AshaPruner { FirstRung = 10 };
        asha.Decide(Pruners.Run(0, (5, 0)), others, Direction.Maximize).Should().Be(new PruningDecision(false, "The first rung is at step 10."));
        asha.Decide(Pruners.Run(0, (5, 0), (12, 4.5)), others, Direction.Maximize).Should().Be(new PruningDecision(
            false, "At the rung of step 10 its value 4.5 is number 2 of 6, of which 2 go on."));
        asha.Decide(Pruners.Run(0, (5, 0), (12, 3.5)), others, Direction.Maximize).Should().Be(new PruningDecision(
            true, "At the rung of step 10 its value 3.5 is number 3 of 6, of which 2 go on."));
        asha.Decide(Pruners.Run(0, (12, 4.5), (20, 0)), others, Direction.Maximize).Should().Be(new PruningDecision(
            false, "The rung at step 10 is behind, the next one not reached."));
        asha.Decide(Pruners.Run(0, (12, 3.5), (95, 3)), others, Direction.Maximize).Reason.Should().StartWith("At the rung of step 90 its value 3.5");
    }

    [Fact]
    public void Refuses_rungs_that_do_not_grow()
    {
        this.Invoking(_ => new AshaPruner { FirstRung = 0 }).Should().Throw<ArgumentOutOfRangeException>();
        this.Invoking(_ => new AshaPruner { FirstRung = 1, Factor = 1 }).Should().Throw<ArgumentOutOfRangeException>();
    }
}

public sealed class PatientPrunerTests : PrunerContract
{
    protected override IPruner Create() => new PatientPruner(new MedianPruner(), 30);

    [Fact]
    public void Waits_while_a_run_still_improves()
    {
        RunCurve[] others = [.. Enumerable.Range(1, 5).Select(trial => Pruners.Run(trial, (100, 50)))];
        var patient = new PatientPruner(new MedianPruner(), 40);
        patient.Decide(Pruners.Run(0, (60, 1), (80, 2), (100, 1)), others, Direction.Maximize).IsPruned.Should().BeFalse();
        patient.Decide(Pruners.Run(0, (60, 2), (80, 1), (100, 2)), others, Direction.Maximize).Should().Be(new PruningDecision(
            true, "At step 100 the best value so far, 2, is worse than the median of 5 runs, 50. It has not improved for 40 steps."));
        this.Invoking(_ => new PatientPruner(new NoPruner(), 0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}

internal static class Pruners
{
    public static RunCurve Run(int trial, params (long Step, double Value)[] points) =>
        new(trial, 0, [.. points.Select(point => new ObjectivePoint(point.Step, point.Value))]);
}
