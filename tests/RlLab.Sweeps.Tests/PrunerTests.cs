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

public sealed class WilcoxonPrunerTests : PrunerContract
{
    private const int Seeds = 10;

    protected override bool Prunes => false;

    protected override IPruner Create() => new WilcoxonPruner(Seeds);

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Ends_a_trial_that_was_worse_at_each_of_six_seeds(int seeds, bool isPruned)
    {
        RunCurve[] own = [.. Enumerable.Range(0, seeds).Select(seed => Ended(0, seed, seed - 1))];
        RunCurve[] others = [.. own, .. Enumerable.Range(0, Seeds).SelectMany(seed => new[] { Ended(1, seed, seed), Ended(2, seed, -100) })];
        var next = new RunCurve(0, seeds, [new(10, 0)]);
        var decision = new WilcoxonPruner(Seeds).Decide(next, others, Direction.Maximize);
        decision.Should().Be(new PruningDecision(isPruned, $"With {seeds} of 10 seeds its trial is {(isPruned ? "" : "not shown to be ")}worse than "
            + $"trial 1: at {seeds} of them, in all at a level of 0.05."));
        RunCurve[] mirrored = [.. others.Select(run => run with { Final = -run.Final })];
        new WilcoxonPruner(Seeds).Decide(next, mirrored, Direction.Minimize).Should().Be(decision);
        new WilcoxonPruner(Seeds).Decide(next, [.. others.Where(run => run.Trial != 2)], Direction.Minimize).IsPruned.Should().BeFalse();
    }

    [Fact]
    public void A_level_holds_over_all_looks_of_a_trial_that_is_no_worse()
    {
        const int studies = 2_000;
        var random = new RandomGenerator(11);
        var pruned = 0;
        for (var study = 0; study < studies; study++)
        {
            RunCurve[] all = [.. Enumerable.Range(0, 2 * Seeds).Select(i => Ended(i / Seeds, i % Seeds, random.NextGaussian()))];
            pruned += Enumerable.Range(1, Seeds - 1).Any(seed => new WilcoxonPruner(Seeds).Decide(
                new RunCurve(0, seed, [new(10, 0)]), [.. all.Where(run => run.Trial == 1 || run.Seed < seed)], Direction.Maximize).IsPruned) ? 1 : 0;
        }

        // Two standard errors above 5%, and far above nothing.
        (pruned / (double)studies).Should().BeInRange(0.01, 0.06);
    }

    [Fact]
    public void Refuses_what_makes_no_test()
    {
        this.Invoking(_ => new WilcoxonPruner(0)).Should().Throw<ArgumentOutOfRangeException>();
        this.Invoking(_ => new WilcoxonPruner(3) { Level = 1 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static RunCurve Ended(int trial, int seed, double value) => new(trial, seed, [new(100, value)]) { Final = value };
}

public sealed class PrunerChoiceTests
{
    [Fact]
    public void Each_pruner_has_a_word_and_is_made_of_its_choice()
    {
        PrunerWords.All.Keys.Should().Equal("none", "median", "asha", "patient", "wilcoxon");
        PrunerChoice.Of(Pruner.None, 0).Should().BeNull();
        PrunerWords.All.Values.Skip(1)
            .Select(pruner => PrunerChoice.Of(pruner, pruner == Pruner.Wilcoxon ? 0 : 10)!.Create(seeds: 3).GetType().Name)
            .Should().Equal("MedianPruner", "AshaPruner", "PatientPruner", "WilcoxonPruner");
    }

    [Fact]
    public void A_pruner_that_needs_steps_is_refused_without_them()
    {
        foreach (var pruner in (Pruner[])[Pruner.Asha, Pruner.Patient])
        {
            FluentActions.Invoking(() => PrunerChoice.Of(pruner, 0)).Should().Throw<SweepException>().WithMessage("*--prune-after STEPS*");
        }

        FluentActions.Invoking(() => PrunerChoice.Of(Pruner.Median, -1)).Should().Throw<SweepException>();
        PrunerChoice.Of(Pruner.Median, 0).Should().NotBeNull();
    }
}

internal static class Pruners
{
    public static RunCurve Run(int trial, params (long Step, double Value)[] points) =>
        new(trial, 0, [.. points.Select(point => new ObjectivePoint(point.Step, point.Value))]);
}
