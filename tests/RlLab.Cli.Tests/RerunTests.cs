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
        await _lab.RunAsync("run", "hill-climb");
        var recorded = _lab.Runs().Single();
        using (var journal = RunJournal.Open(recorded.Folder, TimeProvider.System))
        {
            journal.LogParameter("Slope", "3");
            journal.End(RunStatus.Finished);
        }

        (await _lab.RunAsync("rerun", recorded.Header.Id)).Should().Match<Answer>(
            a => a.ExitCode == 2 && a.Error.Contains("has no parameter 'Slope', which the record of run"));
    }

    public void Dispose() => _lab.Dispose();

    /// <summary>Tests beside this one draw from torch's generator too.</summary>
    private async Task<Answer> InAProcessAsync(params string[] arguments)
    {
        using var host = HostProcess.Start(_lab, arguments);
        return await host.EndAsync();
    }
}
