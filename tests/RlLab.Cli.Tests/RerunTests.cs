using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>A recorded run, trained once more.</summary>
public sealed class RerunTests : IDisposable
{
    private readonly Lab _lab = new();

    [Fact]
    public async Task A_rerun_with_the_recorded_parameters_and_seed_comes_to_the_same_numbers()
    {
        await InAProcessAsync("run", "hill-climb", "--seed", "5", "--set", "Rate=0.2");
        var first = _lab.Runs().Single();
        var answer = await InAProcessAsync("rerun", first.Header.Id[..8]);
        answer.ExitCode.Should().Be(0);
        answer.Output.Should().MatchRegex("are equal to the last bit: 3 metrics, 101 points");

        var second = _lab.Runs().Single(run => run.Header.Id != first.Header.Id);
        second.Header.Seed.Should().Be(5);
        second.Parameters.Should().Equal(first.Parameters);
        second.Tags["rllab.rerun_of"].Should().Be(first.Header.Id);
    }

    [Fact]
    public async Task What_differs_is_named_with_its_first_step_and_what_was_otherwise()
    {
        await InAProcessAsync("run", "hill-climb");
        var recorded = _lab.Runs().Single();
        using (var journal = RunJournal.Open(recorded.Folder, TimeProvider.System))
        {
            journal.LogMetrics(60, new Metric("train/height", 1), new Metric("train/steps_per_second", 7));
            journal.SetTag("mlflow.source.git.commit", "0123");
            journal.End(RunStatus.Finished);
        }

        var answer = await InAProcessAsync("rerun", recorded.Header.Id);
        answer.ExitCode.Should().Be(1);
        answer.Output.Should().Contain("differ in 1 of 3 metrics").And.Contain("train/height at step 60: 1 then, nothing now")
            .And.Contain("commit: 0123 then, ");
        var document = (await InAProcessAsync("rerun", recorded.Header.Id, "--json")).Json;
        document.GetProperty("equal").GetBoolean().Should().BeFalse();
        document.GetProperty("differences")[0].GetProperty("metric").GetString().Should().Be("train/height");
    }

    [Fact]
    public async Task A_run_of_a_setting_that_the_experiment_has_no_more_is_refused_in_words()
    {
        var recorded = Record(new Dictionary<string, string> { ["Rate"] = "0.2", ["Slope"] = "3" });
        (await _lab.RunAsync("rerun", recorded)).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("has no parameter 'Slope', which the record of run"));
    }

    [Fact]
    public async Task What_a_run_logged_as_a_parameter_of_its_own_is_no_setting()
    {
        var first = (await InAProcessAsync("run", "hill-climb", "--set", "Behaviour=Annotate", "--set", "Rate=0.2", "--json")).Json;
        var id = first.GetProperty("run").GetString()!;
        _lab.Runs().Single().Parameters.Should().Contain("Slope", "0.2");
        _lab.Runs().Single().Header.Setting.Should().Contain("Rate", "0.2").And.NotContainKey("Slope");
        var rerun = await InAProcessAsync("rerun", id);
        rerun.ExitCode.Should().Be(0, rerun.Error);
        rerun.Output.Should().Contain("are equal to the last bit");
        rerun.Error.Should().NotContain("warning");
        (await InAProcessAsync("play", id, "--episodes", "1")).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Of_a_record_that_does_not_tell_them_apart_what_the_experiment_has_not_is_taken_for_the_runs_own_and_told()
    {
        var answer = await _lab.RunAsync("rerun", Record(setting: null, ("Rate", "0.2"), ("Slope", "3"), ("seed", "0")));
        answer.Error.Should().Contain("holds Slope=3, and 'hill-climb' has no such parameter").And.NotContain("holds seed");
        _lab.Runs().Single(run => run.Tags.ContainsKey("rllab.rerun_of")).Parameters.Should().Contain("Rate", "0.2").And.NotContainKey("Slope");
    }

    [Fact]
    public async Task A_run_that_was_killed_before_it_logged_its_setting_goes_on_with_it()
    {
        var id = Record(new Dictionary<string, string> { ["Rate"] = "0.2", ["Steps"] = "5" });
        var answer = await _lab.RunAsync("resume", id);
        answer.ExitCode.Should().Be(0, answer.Error);
        _lab.Runs().Single().Parameters.Should().Contain("Rate", "0.2").And.Contain("Steps", "5");
    }

    public void Dispose() => _lab.Dispose();

    /// <summary>Records a run of hill-climb that has begun, logged some parameters and was killed.</summary>
    private string Record(IReadOnlyDictionary<string, string>? setting, params (string Name, string Value)[] parameters)
    {
        var header = new RunHeader(SweepRequests.NewId(), "hill-climb", "seed-0", TimeProvider.System.GetUtcNow()) { Seed = 0, Setting = setting };
        using var journal = RunJournal.Create(LabDirectory.Runs(_lab.LabFolder), header, TimeProvider.System);
        foreach (var (name, value) in parameters)
        {
            journal.LogParameter(name, value);
        }

        return header.Id;
    }

    /// <summary>Tests beside this one draw from torch's generator too.</summary>
    private async Task<Answer> InAProcessAsync(params string[] arguments)
    {
        using var host = HostProcess.Start(_lab, arguments);
        return await host.EndAsync();
    }
}
