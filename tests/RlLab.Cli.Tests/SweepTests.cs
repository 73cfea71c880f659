using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Trains_every_setting_with_every_seed_and_compares_them()
    {
        var answer = await _lab.RunAsync("sweep", "hill-climb");
        answer.ExitCode.Should().Be(0, answer.Error);
        answer.Output.Should().MatchRegex(@"1 +5 +0\.1 +32 ").And.Contain("compare").And.Contain("-- ui");
        _lab.Sweep().Runs.Should().HaveCount(16).And.OnlyContain(run => run.State == RunState.Finished && run.Objective != null);
        _lab.Runs()
            .Should().HaveCount(17, "the sweep has a run of its own").And.OnlyContain(run => run.Status == RunStatus.Finished);
    }

    [Fact]
    public async Task Runs_that_await_train_in_workers_as_they_do_without_awaiting()
    {
        string[] sweep = ["sweep", "hill-climb", "--set", "Rate=0.1", "--set", "Width=16"];
        await _lab.RunAsync(sweep);
        using var other = new Lab();
        var answer = await other.RunAsync([.. sweep, "--set", "Behaviour=Await"]);
        answer.ExitCode.Should().Be(0, answer.Output + answer.Error);
        other.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.Finished);
        other.Sweep().Runs.Select(run => other.Log(run).Fingerprint())
            .Should().Equal(_lab.Sweep().Runs.Select(run => _lab.Log(run).Fingerprint()));
    }

    [Fact]
    public async Task The_runs_nest_under_the_sweep_which_carries_the_comparison()
    {
        await _lab.RunAsync("sweep", "hill-climb", "--set", "Rate=0.1");
        var sweep = _lab.Sweep();
        var parent = _lab.Runs().Single(run => run.Header.Id == sweep.Header.Id);
        parent.Artifacts.Keys.Should().Contain(["comparison.md", "comparison.json", "learning-curves.svg", "performance-profile.svg"]);
        parent.Metrics.Keys.Should().Contain(["best/eval/height", "best/interval_low", "best/interval_high", "best/range_low", "best_wins"]);
        parent.Tags["mlflow.note.content"].Should().Contain("| 1 |").And.Contain("interquartile mean");
        parent.Parameters.Should().Contain("objective", "eval/height").And.Contain("Rate", "0.1");
        File.ReadAllText(RunFolder.Artifact(parent.Folder, "learning-curves.svg"))
            .Should().Contain("train/height").And.Contain("Width=32");
        var run = _lab.Log(sweep.Runs[0]);
        run.Header.ParentId.Should().Be(sweep.Header.Id);
        run.Header.Name.Should().Be("trial-0 seed-0");
        run.Parameters.Should().Contain("Rate", "0.1").And.Contain("Width", "16").And.Contain("seed", "0").And.HaveCount(8);
        run.Tags
            .Should().ContainKeys("mlflow.user", "rllab.engine", "rllab.version", "rllab.trial")
            .And.Contain("rllab.checkpoint.last.step", "50");
        run.Artifacts.Keys.Should().Contain(["learning-curve.svg", "checkpoints/last.dat"]);
    }

    [Fact]
    public async Task As_json_it_writes_one_document_and_all_else_to_standard_error()
    {
        var answer = await _lab.RunAsync("sweep", "hill-climb", "--set", "Width=16", "--set", "Loud=true", "--json");
        answer.Json.GetProperty("settings").GetArrayLength().Should().Be(4);
        answer.Json.GetProperty("fixed").GetProperty("Width").GetInt64().Should().Be(16);
        answer.Json.GetProperty("fixed").GetProperty("Loud").GetBoolean().Should().BeTrue();
        var best = answer.Json.GetProperty("settings")[0].GetProperty("parameters");
        best.GetProperty("Rate").GetDouble().Should().Be(0.1);
        best.GetProperty("Steps").GetInt64().Should().Be(50);
        best.GetProperty("Behaviour").GetString().Should().Be("Climb");
        answer.Json.GetProperty("runs").GetProperty("finished").GetInt32().Should().Be(8);
        answer.Error.Should().Contain("trial-0 seed-0: eval/height").And.Contain("4 trials x 2 seeds = 8 runs");
    }

    [Fact]
    public async Task The_same_metrics_to_the_bit_however_many_runs_train_at_once()
    {
        async Task<IReadOnlyList<string>> MetricsAsync(string parallel)
        {
            using var lab = new Lab();
            (await lab.RunAsync("sweep", "hill-climb", "--parallel", parallel)).ExitCode.Should().Be(0);
            return [.. lab.Sweep().Runs.Select(run => $"{run.Trial} {run.Seed} {lab.Log(run).Fingerprint()}")];
        }

        var one = await MetricsAsync("1");
        one.Should().OnlyHaveUniqueItems();
        (await MetricsAsync("2")).Should().Equal(one);
    }

    [Fact]
    public async Task A_crash_of_a_worker_costs_one_run_and_says_why()
    {
        var answer = await _lab.RunAsync("sweep", "hill-climb", "--set", "Behaviour=Abort", "--set", "Width=16");
        answer.ExitCode.Should().Be(1);
        var runs = _lab.Sweep().Runs;
        runs.Where(run => run.Seed == 0).Should().OnlyContain(run => run.State == RunState.Finished);
        runs.Where(run => run.Seed == 1).Should().OnlyContain(run =>
            run.State == RunState.Failed && run.Message!.Contains("exit code 77") && run.Message.Contains("The mountain fell."));
        var log = _lab.Log(runs.First(run => run.Seed == 1));
        log.Status.Should().Be(RunStatus.Failed);
        log.Tags["rllab.failure"].Should().Contain("exit code 77");
        log.Metrics["train/height"].Should().HaveCount(25, "what was logged before the crash is kept");
        answer.Output.Should().MatchRegex(@"1 of 2 +1").And.Contain("The mountain fell.");
    }

    [Fact]
    public async Task An_error_in_training_fails_the_run_and_shows_no_stack_trace()
    {
        var answer = await _lab.RunAsync("sweep", "hill-climb", "--set", "Behaviour=Throw", "--set", "Width=16", "--set", "Rate=0.1");
        answer.ExitCode.Should().Be(1);
        var run = _lab.Sweep().Runs[0];
        var trace = Path.Combine(_lab.LabFolder, "runs", run.Id, "artifacts", "failure.txt");
        foreach (var told in (string[])[answer.Output, answer.Error, (await _lab.RunAsync("compare", "latest")).Output])
        {
            told.Should().Contain("InvalidOperationException: The rope broke.").And.NotContain("   at ")
                .And.MatchRegex(@"HillClimb\.cs:\d+: throw new InvalidOperationException\(""The rope broke\.""\);")
                .And.Contain($"The trace is in {trace}.");
        }

        _lab.Log(run).Status.Should().Be(RunStatus.Failed);
        File.ReadAllText(Path.Combine(_lab.LabFolder, "runs", run.Id, "artifacts", "failure.txt"))
            .Should().Contain("   at ").And.Contain("HillClimb");
    }

    [Theory]
    [InlineData("mistyped-objective", "Climb", "It logged no 'eval/hight', which its [Sweep] names to compare settings by. Did you mean eval/height")]
    [InlineData("hill-climb", "Diverge", "It ended with eval/height at NaN, which cannot be compared")]
    public async Task Runs_without_a_finite_objective_fail_the_sweep_and_have_one_word_everywhere(string experiment, string behaviour, string why)
    {
        string[] setting = ["--set", "Width=16", "--set", "Rate=0.1", "--set", $"Behaviour={behaviour}"];
        var answer = await _lab.RunAsync(["sweep", experiment, .. setting]);
        answer.ExitCode.Should().Be(1);
        answer.Error.Should().Contain("trial-0 seed-1: not comparable. " + why);
        answer.Output.Should().Contain("trial 0 seed 1 not comparable: " + why).And.Contain("Of 2 runs: 2 not comparable.");
        answer.Output.Should().MatchRegex(@"seeds +failed +not comparable *\n").And.MatchRegex(@" 0 of 2 +2 *\n");
        _lab.Sweep().Runs.Should().OnlyContain(run => run.State == RunState.NotComparable);

        var id = _lab.Sweep().Header.Id;
        var compared = (await _lab.RunAsync("compare", id, "--json")).Json;
        compared.GetProperty("runs").GetProperty("notComparable").GetInt32().Should().Be(2);
        compared.GetProperty("settings")[0].GetProperty("notComparable").GetInt32().Should().Be(2);
        _lab.Runs().Where(run => run.Header.Id != id).Should().HaveCount(2)
            .And.OnlyContain(run => run.Status == RunStatus.Finished, "it trained to its end")
            .And.OnlyContain(run => run.Tags["rllab.not_comparable"].StartsWith(why, StringComparison.Ordinal));
        _lab.Runs().Single(run => run.Header.Id == id).Status.Should().Be(RunStatus.Failed, "there is nothing to compare");

        using var other = new Lab();
        var run = await other.RunAsync(["run", experiment, "--json", .. setting]);
        run.ExitCode.Should().Be(1);
        run.Json.GetProperty("state").GetString().Should().Be("notComparable");
        run.Json.GetProperty("message").GetString().Should().StartWith(why);
        (await other.RunAsync(["run", experiment, .. setting])).Output.Should().StartWith("Not comparable: " + why);
    }

    [Fact]
    public async Task What_an_experiment_prints_goes_to_the_workers_log()
    {
        await _lab.RunAsync("sweep", "hill-climb", "--set", "Loud=true", "--set", "Width=16", "--parallel", "1", "--lanes", "off");
        var log = Directory.GetFiles(_lab.LabFolder, "worker-1.log", SearchOption.AllDirectories)
            .Should().ContainSingle().Subject;
        File.ReadAllLines(log).Should().HaveCount(8 * 50).And.Contain("{\"step\": 50}");
    }

    [Fact]
    public async Task Nothing_that_a_run_or_its_children_print_or_read_touches_the_line_to_its_host()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The child is a shell.");
        var answer = await _lab.RunAsync("sweep", "hill-climb", "--set", "Behaviour=Whisper", "--set", "Width=16", "--parallel", "1");
        answer.ExitCode.Should().Be(0);
        _lab.Sweep().Runs.Should().HaveCount(8).And.OnlyContain(run => run.State == RunState.Finished);
        var log = File.ReadAllText(Directory.GetFiles(_lab.LabFolder, "worker-1.log", SearchOption.AllDirectories).Single());
        log.Should().Contain("[raw][child][raw][child]");
    }

    [Fact]
    public async Task A_run_prints_to_standard_error_alone_so_that_its_result_is_one_document()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The child is a shell.");
        using var host = HostProcess.Start(_lab, ["run", "hill-climb", "--json", "--set", "Behaviour=Whisper", "--set", "Loud=true"]);
        var answer = await host.EndAsync();
        answer.ExitCode.Should().Be(0);
        answer.Json.GetProperty("state").GetString().Should().Be("finished");
        answer.Error.Should().Contain("[raw][child]").And.Contain("{\"step\": 50}");
    }

    [Fact]
    public async Task Compare_shows_the_sweep_again_by_id_by_name_and_as_the_latest()
    {
        await _lab.RunAsync("sweep", "hill-climb");
        var id = _lab.Sweep().Header.Id;
        var document = (await _lab.RunAsync("compare", id[..6], "--json")).Output;
        (await _lab.RunAsync("compare", "latest", "--json")).Output.Should().Be(document);
        (await _lab.RunAsync("compare", "hill-climb", "--json")).Output.Should().Be(document);
        (await _lab.RunAsync("compare", "hill-climb")).Output.Should().MatchRegex(@"1 +5 +0\.1 +32 ").And.Contain(id[..8]);
    }

    [Fact]
    public async Task Compare_without_a_sweep_says_how_to_make_one() =>
        (await _lab.RunAsync("compare", "hill-climb"))
            .Should().Match<Answer>(a => a.ExitCode == 1 && a.Error.Contains("Make one with `sweep hill-climb`"));
}
