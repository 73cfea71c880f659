using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests.Checkpoints;

/// <summary>A run that is asked for again after it was killed or stopped.</summary>
[Collection(TorchGenerator.Name)]
public sealed class TakenUpTests : IDisposable
{
    private const string Steps = "400";

    private readonly Lab _lab = new();
    private readonly StringWriter _told = new();

    [Fact]
    public async Task After_kill9_at_any_moment_it_says_what_it_would_have_said_and_nothing_twice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Process groups are killed as on Linux.");
        var whole = Undisturbed();
        var random = new RandomGenerator(4);
        var (cut, fromCheckpoint) = (0, 0);
        for (var kill = 0; kill < 8; kill++)
        {
            var killed = await KilledAsync(random.NextInt(350));
            if (killed is not { Status: RunStatus.Interrupted } || killed.Metrics.Count == 0)
            {
                continue;
            }

            cut++;
            fromCheckpoint += Directory.Exists(RunFolder.State(killed.Folder)) ? 1 : 0;
            Train(Path.GetFileName(killed.Folder)).Should().Match<RunOutcome>(outcome => outcome.State == RunState.Finished);
            var log = RunLog.Read(killed.Folder);
            Same(log, whole);
            log.Status.Should().Be(RunStatus.Finished);
            foreach (var (metric, points) in killed.Metrics)
            {
                log.Metrics[metric].Take(points.Count).Should().Equal(points, "what it had said stands, with its time");
            }

            Directory.Exists(RunFolder.State(killed.Folder)).Should().BeFalse("a run that has finished is not taken up");
        }

        cut.Should().BePositive();
        fromCheckpoint.Should().BePositive();
        _told.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("torn", "cannot be used")]
    [InlineData("both torn", "cannot be used")]
    [InlineData("none", "")]
    public void Without_its_newest_checkpoint_it_goes_on_from_the_one_before_or_begins_anew(string what, string told)
    {
        var whole = Undisturbed();
        var id = Stopped(after: 150);
        var files = Directory.GetFiles(State(id)).Order(StringComparer.Ordinal).ToList();
        files.Should().HaveCount(2);
        foreach (var file in what switch { "torn" => files[1..], "both torn" => files, _ => [] })
        {
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        }

        if (what == "none")
        {
            Directory.Delete(State(id), recursive: true);
        }

        Train(id).State.Should().Be(RunState.Finished);
        Same(Log(id), whole);
        _told.ToString().Split('\n').Should().Contain(line => line.Contains(told));
    }

    [Fact]
    public void One_that_was_stopped_loses_nothing_and_its_end_is_none_any_more()
    {
        var whole = Undisturbed();
        var id = Stopped(after: 150, checkpointEvery: Timeout.InfiniteTimeSpan);
        Log(id).Status.Should().Be(RunStatus.Killed);
        var before = Log(id).Metrics["train/height"].Count;
        Directory.GetFiles(State(id)).Should().ContainSingle("its state is saved as it stops");

        var steps = new List<long>();
        Train(id, progress: progress => steps.Add(progress.Step)).State.Should().Be(RunState.Finished);
        steps[0].Should().Be(before + 1, "no step is done twice");
        Same(Log(id), whole);
        (Log(id).Status, Log(id).EndTime).Should().Match<(RunStatus, DateTimeOffset?)>(end => end.Item1 == RunStatus.Finished && end.Item2 != null);
    }

    [Fact]
    public void One_that_fails_again_says_nothing_twice()
    {
        var id = SweepRequests.NewId();
        Train(id, behaviour: "Throw").State.Should().Be(RunState.Failed);
        var before = Log(id);
        Train(id, behaviour: "Throw").Message.Should().Contain("The rope broke.");
        Log(id).Metrics["train/height"].Should().Equal(before.Metrics["train/height"]);
        (Log(id).Status, Log(id).Tags["rllab.failure"]).Should().Be((RunStatus.Failed, before.Tags["rllab.failure"]));
    }

    [Fact]
    public void One_that_has_finished_is_not_trained_again()
    {
        var id = SweepRequests.NewId();
        Train(id).State.Should().Be(RunState.Finished);
        Train(id).Should().Match<RunOutcome>(o => o.State == RunState.Failed && o.Message!.Contains("has finished before"));
        Log(id).Status.Should().Be(RunStatus.Finished);
    }

    [Fact]
    public void On_another_device_it_is_refused_and_left_as_it_is()
    {
        var id = Stopped(after: 100);
        var before = File.ReadAllBytes(RunFolder.Journal(Path.GetDirectoryName(State(id))!));
        Train(id, device: "cuda:0").Should().Match<RunOutcome>(o => o.State == RunState.Failed && o.Message!.Contains("--device cpu"));
        File.ReadAllBytes(RunFolder.Journal(Path.GetDirectoryName(State(id))!)).Should().Equal(before);
    }

    public void Dispose()
    {
        _lab.Dispose();
        _told.Dispose();
    }

    /// <summary>A run that is killed after so many steps, in a process of its own.</summary>
    private async Task<RunLog?> KilledAsync(int steps)
    {
        _lab.Environment["RLLAB_CHECKPOINT_SECONDS"] = "0.02";
        var before = _lab.Runs().Select(run => run.Folder).ToList();
        using var host = HostProcess.Start(_lab, "run", "hill-climb", "--seed", "5", "--set", $"Steps={Steps}", "--set", "Pause=1");
        RunLog? Run() => _lab.Runs().SingleOrDefault(run => !before.Contains(run.Folder));
        await LabJournals.UntilAsync(() => host.HasExited || Run()?.Metrics.GetValueOrDefault("train/height")?.Count >= steps);
        host.SignalGroup("KILL");
        await host.EndAsync();
        return Run();
    }

    private RunLog Undisturbed()
    {
        var id = SweepRequests.NewId();
        Train(id).State.Should().Be(RunState.Finished);
        return Log(id);
    }

    /// <summary>A run that is told to stop once it has logged so many steps.</summary>
    private string Stopped(int after, TimeSpan? checkpointEvery = null)
    {
        var id = SweepRequests.NewId();
        using var stop = new CancellationTokenSource();
        Train(id, "cpu", "Climb", checkpointEvery ?? TimeSpan.Zero, progress => { if (progress.Step == after) { stop.Cancel(); } }, stop)
            .State.Should().Be(RunState.Killed);
        return id;
    }

    private RunOutcome Train(
        string id,
        string device = "cpu",
        string behaviour = "Climb",
        TimeSpan? checkpointEvery = null,
        Action<RunProgress>? progress = null,
        CancellationTokenSource? stop = null)
    {
        var request = new RunRequest(
            id,
            "seed-5",
            Sweep: null,
            "hill-climb",
            Trial: 0,
            Seed: 5,
            device,
            Objective: "eval/height",
            new Dictionary<string, string> { ["Steps"] = Steps, ["Pause"] = "1", ["Behaviour"] = behaviour },
            new Dictionary<string, string>());
        var trainer = new RunTrainer(_lab.Context(TextWriter.Null, _told), _lab.LabFolder, "")
        {
            CheckpointEvery = checkpointEvery ?? TimeSpan.FromMinutes(1),
        };
        return trainer.Train(request, progress ?? (_ => { }), stop?.Token ?? CancellationToken.None);
    }

    private RunLog Log(string id) => RunLog.Read(Path.Combine(_lab.LabFolder, "runs", id));

    private string State(string id) => RunFolder.State(Path.Combine(_lab.LabFolder, "runs", id));

    private static void Same(RunLog log, RunLog whole)
    {
        log.Fingerprint().Should().Be(whole.Fingerprint());
        log.Artifacts["checkpoints/last.dat"].Digest.Should().Be(whole.Artifacts["checkpoints/last.dat"].Digest);
        log.Parameters.Should().Equal(whole.Parameters);
        log.Tags["rllab.checkpoint.last.step"].Should().Be(whole.Tags["rllab.checkpoint.last.step"]);
    }
}
