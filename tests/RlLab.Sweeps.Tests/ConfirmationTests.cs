using RlLab.Statistics;

namespace RlLab.Sweeps.Tests;

public sealed class ConfirmationTests
{
    private static readonly ConfirmationOptions UntilDecided = new() { Settings = 2, Seeds = 5, UntilDecided = new AdaStopOptions { Groups = 3 } };

    private static readonly SweepRecord Tuned =
        Samples.Record(Samples.Header() with { Trials = 5 }, (0, [5, 5, 5]), (1, [9, 9, 9]), (2, [1, 1, 1]), (3, [7, 7, 7]), (4, [null, null, null]));

    [Fact]
    public void The_winner_and_its_nearest_rivals_are_wanted_on_seeds_that_chose_nothing()
    {
        var wanted = Confirmation.Next(Tuned, new());
        wanted.Select(run => (run.Trial, run.Seed - Confirmation.FirstTestSeed))
            .Should().Equal((1, 0), (3, 0), (0, 0), (1, 1), (3, 1), (0, 1), (1, 2), (3, 2), (0, 2));
        wanted.Should().OnlyContain(run => run.Phase == RunPhase.Test);
        Confirmation.Next(Tuned, new() { Settings = 2, Seeds = 1 }).Select(run => run.Trial).Should().Equal(1, 3);
    }

    [Fact]
    public void Nothing_is_wanted_while_tuning_runs_go_on_or_wait_or_are_missing_or_where_there_is_no_rival()
    {
        foreach (var state in (RunState[])[RunState.Planned, RunState.Running, RunState.Interrupted, RunState.Killed])
        {
            Confirmation.Next(Tuned with { Runs = [Tuned.Runs[0] with { State = state }, .. Tuned.Runs.Skip(1)] }, new())
                .Should().BeEmpty($"a run is {state}");
        }

        Confirmation.Next(Tuned with { Runs = [.. Tuned.Runs.Skip(1)] }, new()).Should().BeEmpty("a run is missing");
        Confirmation.Next(Samples.Record(Samples.Header(), (0, [5, 5, 5]), (1, [null, null, null])), new()).Should().BeEmpty();
    }

    [Fact]
    public void What_was_run_is_not_wanted_again_and_a_failed_run_is_not_either()
    {
        Confirmation.Next(Tuned.WithTests((1, [9, 8, null]), (3, [7, 6])), new() { Settings = 2 })
            .Should().Equal(new WantedRun(3, Confirmation.FirstTestSeed + 2, RunPhase.Test));
        Confirmation.Next(Tuned.WithTests((1, [9, 8, null]), (3, [7, 6, 5])), new() { Settings = 2 }).Should().BeEmpty();
    }

    [Fact]
    public void Who_is_confirmed_depends_on_the_tuning_runs_alone() =>
        Confirmation.Next(Tuned.WithTests((1, [0, 0, 0]), (3, [7, 7, 7])), new() { Settings = 2 })
            .Should().BeEmpty("trial 0 is no rival by its tuning");

    [Fact]
    public void Until_decided_more_seeds_are_wanted_where_they_decide()
    {
        var close = Tuned.WithTests((1, [9, 8, 7, 8, 9]), (3, [8, 9, 8, 7, 8]));
        var wanted = Confirmation.Next(close, UntilDecided);
        wanted.Select(run => run.Seed - Confirmation.FirstTestSeed).Distinct().Should().Equal(5, 6, 7, 8, 9);
        wanted.Select(run => run.Trial).Distinct().Should().Equal(1, 3);
        Confirmation.Next(close, UntilDecided).Should().Equal(wanted, "it depends on the record alone");
        Confirmation.Next(close, UntilDecided with { UntilDecided = null }).Should().BeEmpty("one group was asked for");

        var clear = Tuned.WithTests((1, [90, 80, 70, 80, 90]), (3, [8, 9, 8, 7, 8]));
        Confirmation.Next(clear, UntilDecided).Should().BeEmpty();
    }

    [Fact]
    public void A_group_is_wanted_whole_and_the_same_whatever_of_it_trains_already()
    {
        var begun = Tuned.WithTests((1, [9]));
        var running = begun with { Runs = [.. begun.Runs.Select(run => run.Phase == RunPhase.Test ? run with { State = RunState.Running } : run)] };
        foreach (var sweep in (SweepRecord[])[begun, running])
        {
            Confirmation.Next(sweep, new() { Settings = 2 }).Should().Equal(Confirmation.Next(Tuned, new() { Settings = 2 }).Skip(1));
        }

        var close = Tuned.WithTests((1, [9, 8, 7, 8, 9, 9]), (3, [8, 9, 8, 7, 8]));
        var second = Confirmation.Next(Tuned.WithTests((1, [9, 8, 7, 8, 9]), (3, [8, 9, 8, 7, 8])), UntilDecided);
        Confirmation.Next(close, UntilDecided).Should().Equal(second.Skip(1));
        var last = close with { Runs = [.. close.Runs.SkipLast(1), close.Runs[^1] with { State = RunState.Running, Objective = null }] };
        Confirmation.Next(last, UntilDecided).Should().BeEmpty("nothing is decided before a group has ended");
    }

    [Fact]
    public void A_setting_whose_bad_seeds_were_pruned_is_chosen_last()
    {
        var pruned = Tuned with { Runs = [.. Tuned.Runs.Select(run => run is { Trial: 1, Seed: 2 } ? run with { State = RunState.Pruned } : run)] };
        Confirmation.Next(pruned, new() { Settings = 2 }).Select(run => run.Trial).Distinct().Should().Equal(3, 0);
    }

    [Fact]
    public void A_sweep_counts_the_runs_that_are_going_to_confirm_its_winner()
    {
        var planned = Tuned with { Header = Tuned.Header with { Confirmation = new() }, Runs = [] };
        planned.Total.Should().Be(15 + 9);
        (planned with { Runs = Tuned.Runs }).Total.Should().Be(15 + 9);
        (planned with { Runs = Tuned.WithTests((1, [9, 8, null])).Runs }).Total.Should().Be(15 + 9);
        var one = Samples.Record(planned.Header, (0, [5, 5, 5]), (1, [null, null, null]), (2, [null, null, null]), (3, [null, null, null]),
            (4, [null, null, null]));
        one.Total.Should().Be(15, "one setting has no rival");
        (Tuned with { Runs = [] }).Total.Should().Be(15, "it is not confirmed");
        new ConfirmationOptions().Runs(trials: 1, seeds: 5).Should().Be(0, "one setting is not chosen");
        new ConfirmationOptions { Settings = 4, Seeds = 10 }.Runs(trials: 2, seeds: 3).Should().Be(20);
    }

    [Fact]
    public void The_verdict_on_seeds_that_were_added_until_decided_is_that_which_decided_it()
    {
        var header = Tuned.Header with { Confirmation = UntilDecided };
        var clear = (Tuned with { Header = header }).WithTests((1, [90, 80, 70, 80, 90]), (3, [8, 9, 8, 7, 8]));
        Comparison.Of(clear).Verdict!.Words.Should().Be("Trial 1 is best.");
        Comparison.Of(clear with { Header = header with { Direction = Direction.Minimize } }).Verdict!.Leader.Should().NotBe(1);
        var close = (Tuned with { Header = header }).WithTests((1, [9, 8, 7, 8, 9]), (3, [8, 9, 8, 7, 8]));
        Comparison.Of(close).Verdict!.Words.Should().Be("Trials 1 and 3 cannot be told apart: it is not decided yet.");
        double?[] one = [.. Enumerable.Range(0, 15).Select(i => (double?)(i % 3))];
        Comparison.Of((Tuned with { Header = header }).WithTests((1, one), (3, one))).Verdict!.Words
            .Should().Be("Trials 1 and 3 cannot be told apart with as many seeds as AdaStop grants.");
    }

    [Fact]
    public void Of_three_settings_the_one_that_is_told_apart_gets_no_more()
    {
        var sweep = Tuned.WithTests((1, [9, 8, 7, 8, 9]), (3, [8, 9, 8, 7, 8]), (0, [1, 2, 1, 0, 1]));
        Confirmation.Next(sweep, UntilDecided with { Settings = 3 }).Select(run => run.Trial).Distinct().Should().Equal(1, 3);
    }

    [Fact]
    public void It_ends_with_the_last_group_and_with_the_budget()
    {
        double?[] one = [.. Enumerable.Range(0, 15).Select(i => (double?)(i % 3))];
        var second = Tuned.WithTests((1, one[..10]), (3, one[..10]));
        Confirmation.Next(second, UntilDecided).Should().HaveCount(10);
        Confirmation.Next(second, UntilDecided with { Budget = 30 }).Should().HaveCount(10);
        Confirmation.Next(second, UntilDecided with { Budget = 29 }).Should().BeEmpty("no group is left half");
        Confirmation.Next(Tuned.WithTests((1, one), (3, one)), UntilDecided).Should().BeEmpty();
    }

    [Fact]
    public void Runs_that_all_fail_end_it()
    {
        var failing = Tuned.WithTests((1, [9, 8, 7, 8, 9, null, null, null, null, null]), (3, [8, 9, 8, 7, 8, 8, 8, 9, 8, 7]));
        Confirmation.Next(failing, UntilDecided).Should().BeEmpty();
    }

    [Fact]
    public void Options_refuse_what_confirms_nothing()
    {
        FluentActions.Invoking(() => new ConfirmationOptions { Settings = 1 }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ConfirmationOptions { Seeds = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }
}
