using System.Globalization;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Shipping;

public sealed class ShipperTests : IAsyncLifetime
{
    private const string Note = "mlflow.note.content";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly ShipperOptions Quick = new()
    {
        Destination = "server", Interval = TimeSpan.FromMilliseconds(5), LongestWait = TimeSpan.FromMilliseconds(20),
    };

    private readonly RecordedSweep _sweep = new();
    private FakeMlflow _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeMlflow.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _sweep.Dispose();
    }

    [Fact]
    public async Task All_that_was_recorded_arrives()
    {
        var report = await ShipAsync();

        report.IsComplete.Should().BeTrue();
        report.Outage.Should().BeNull();
        _server.Runs.Should().HaveCount(4);
        foreach (var folder in _sweep.All)
        {
            AssertArrived(RunLog.Read(folder));
        }
    }

    [Fact]
    public async Task A_run_that_is_nested_brings_its_parent()
    {
        await ShipAsync([_sweep.Trials[0]]);

        var parent = _server.Runs.Single(run => run.Name == "sweep");
        _server.Runs.Single(run => run.Name == "trial 1").Tags["mlflow.parentRunId"].Should().Be(parent.Id);
        parent.Status.Should().Be("FINISHED");
    }

    [Fact]
    public async Task A_parent_recorded_elsewhere_is_found_on_the_server()
    {
        await ShipAsync([_sweep.Sweep]);
        using var elsewhere = new TemporaryFolder();
        Directory.Move(_sweep.Trials[0], elsewhere.File(RecordedSweep.Id(1)));

        await ShipAsync([elsewhere.File(RecordedSweep.Id(1))]);

        _server.Runs.Single(run => run.Name == "trial 1").Tags["mlflow.parentRunId"]
            .Should().Be(_server.Runs.Single(run => run.Name == "sweep").Id);
    }

    [Fact]
    public async Task A_run_whose_process_vanished_is_killed_at_its_last_sign_of_life()
    {
        await ShipAsync();

        var run = _server.Runs.Single(run => run.Name == "trial 3");
        run.Status.Should().Be("KILLED");
        run.Tags.Should().Contain("rllab.state", "interrupted");
        run.EndTime.Should().Be(RunLog.Read(_sweep.Trials[2]).LastTime.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Sending_again_sends_nothing()
    {
        await ShipAsync();
        _server.Requests.Clear();

        var report = await ShipAsync();

        report.IsComplete.Should().BeTrue();
        _server.Requests.Should().OnlyContain(request => request.StartsWith("GET"));
    }

    [Fact]
    public async Task Without_its_notes_it_sends_everything_again_and_changes_nothing()
    {
        await ShipAsync();
        var before = _server.Snapshot();
        Directory.Delete(Path.Combine(_sweep.Trials[0], "shipped"), recursive: true);
        foreach (var note in Directory.EnumerateFiles(Path.Combine(_sweep.Trials[1], "shipped"), "*.json"))
        {
            File.WriteAllText(note, "{ torn");
        }

        var report = await ShipAsync();

        report.IsComplete.Should().BeTrue();
        report.Runs.Should().OnlyContain(run => run.Refused.Count == 0, "what the server has already is not refused");
        _server.Snapshot().Should().Be(before);
    }

    [Fact]
    public async Task A_journal_whose_end_a_power_cut_took_after_it_was_sent_is_sent_again_with_what_it_went_on_with()
    {
        var folder = _sweep.Trials[2];
        await ShipAsync([folder]);
        var records = Journal.JournalReader.Read(RunFolder.Journal(folder)).ToList();
        using (var file = File.OpenHandle(RunFolder.Journal(folder), access: FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(file, records[^20].Offset);
        }

        // As long as before to the byte, and other events.
        using (var run = RunJournal.Open(folder, new StepClock()))
        {
            for (var step = 0; new FileInfo(RunFolder.Journal(folder)).Length < records[^1].NextOffset || step < 40; step++)
            {
                run.LogMetric("afterwards", step, step);
            }

            run.End(RunStatus.Finished);
        }

        (await ShipAsync([folder])).IsComplete.Should().BeTrue();
        var points = _server.Runs.Single(run => run.Name == "trial 3").Points;
        points.Count(point => point.StartsWith("afterwards", StringComparison.Ordinal)).Should().Be(RunLog.Read(folder).Metrics["afterwards"].Count);
    }

    [Fact]
    public async Task A_server_without_logged_models_is_asked_once_and_let_be()
    {
        (await ShipAsync()).Runs.Should().OnlyContain(run => run.Refused.Count == 0);
        _server.Requests.Should().Contain("POST search");
        _server.Requests.Clear();

        (await ShipAsync()).IsComplete.Should().BeTrue();
        _server.Requests.Should().OnlyContain(request => request.StartsWith("GET"));
    }

    [Fact]
    public async Task What_a_run_learns_from_arrives_as_a_dataset()
    {
        var header = new RunHeader(Guid.NewGuid().ToString("N"), "cartpole", "run", StepClock.Start);
        using (var run = RunJournal.Create(_sweep.Runs, header, new StepClock()))
        {
            run.LogInput(new RunInput("CartPole", "0.1.0"));
            run.LogInput(new RunInput("CartPole", "0.1.0"));
            run.LogInput(new RunInput("images", "abc") { Kind = "local" });
            run.End(RunStatus.Finished);
        }

        await ShipAsync([_sweep.Folder(header.Id)]);
        _server.Runs.Single().Inputs.Should().Equal("CartPole 0.1.0 environment", "images abc local");
        RunLog.Read(_sweep.Folder(header.Id)).Inputs.Should().HaveCount(2);
    }

    [Fact]
    public async Task What_a_run_that_was_killed_learned_from_last_is_not_left_to_send()
    {
        var header = new RunHeader(Guid.NewGuid().ToString("N"), "cartpole", "run", StepClock.Start);
        using (var run = RunJournal.Create(_sweep.Runs, header, new StepClock()))
        {
            run.LogParameter("width", "32");
            run.LogInput(new RunInput("CartPole", "0.1.0"));
        }

        (await ShipAsync([_sweep.Folder(header.Id)])).IsComplete.Should().BeTrue();

        await using var next = Shipper.Start(
            new MlflowSettings(new Uri("http://127.0.0.1:1")), Quick, TimeProvider.System, new RandomGenerator(1));
        next.Follow(_sweep.Folder(header.Id));
        next.Report().Runs.Single().UnsentValues.Should().Be(0);
    }

    [Fact]
    public async Task The_machines_use_arrives_with_the_runs_own_points()
    {
        var header = new RunHeader(Guid.NewGuid().ToString("N"), "cartpole", "run", StepClock.Start);
        using (var run = RunJournal.Create(_sweep.Runs, header, new StepClock()))
        {
            run.LogMetric("loss", 1, 1);
            run.LogSystem(0, ("system/cpu_utilization_percentage", 12.5));
            run.End(RunStatus.Finished);
        }

        await ShipAsync([_sweep.Folder(header.Id)]);
        _server.Runs.Single().Points.Should().HaveCount(2).And.Contain(point => point.StartsWith("system/cpu_utilization_percentage 0 "));
    }

    [Fact]
    public async Task A_second_server_gets_the_same()
    {
        await ShipAsync();
        await using var other = await FakeMlflow.StartAsync();

        var report = await ShipAsync(_sweep.All, other, Quick with { Destination = "another" });

        report.IsComplete.Should().BeTrue();
        other.Snapshot().Should().Be(_server.Snapshot());
    }

    [Fact]
    public async Task A_server_that_lost_everything_gets_it_again()
    {
        await ShipAsync();
        var before = _server.Snapshot();
        _server.Wipe();

        var report = await ShipAsync();

        report.IsComplete.Should().BeTrue();
        _server.Snapshot().Should().Be(before);
    }

    [Fact]
    public async Task A_server_that_loses_everything_in_between_gets_it_again()
    {
        _server.Faults = (number, _) =>
        {
            if (number == 12)
            {
                _server.Wipe();
            }

            return Fault.None;
        };

        var report = await ShipAsync();

        report.IsComplete.Should().BeTrue();
        AssertArrived(RunLog.Read(_sweep.Trials[2]));
    }

    [Fact]
    public async Task A_run_is_followed_while_it_is_recorded()
    {
        await using var shipper = Start(_server);
        var header = new RunHeader(Guid.NewGuid().ToString("N"), "live", "live", StepClock.Start);
        shipper.Follow(_sweep.Folder(header.Id));
        using (var run = RunJournal.Create(_sweep.Runs, header, new StepClock()))
        {
            for (var step = 1; step <= 5; step++)
            {
                run.LogMetric("loss", step, step);
                await Until(() => _server.Runs.SingleOrDefault()?.Points.Count == step);
            }

            _server.Runs.Single().Status.Should().Be("RUNNING");
            run.End(RunStatus.Finished);
            await Until(() => _server.Runs.Single().Status == "FINISHED");
        }

        (await shipper.CompleteAsync(Patience, Stop)).IsComplete.Should().BeTrue();
    }

    [Fact]
    public async Task An_interrupted_run_that_is_continued_runs_again_and_ends_as_it_ends()
    {
        await using var shipper = Start(_server);
        shipper.Follow(_sweep.Trials[2]);
        await Until(() => _server.Runs.Any(run => run is { Name: "trial 3", Status: "KILLED" }));

        using (var run = RunJournal.Open(_sweep.Trials[2], TimeProvider.System))
        {
            run.LogMetric("late", 1, 1);
            await Until(() => _server.Runs.Any(run => run is { Name: "trial 3", Status: "RUNNING" } && !run.Tags.ContainsKey("rllab.state")));
            run.End(RunStatus.Finished);
        }

        await shipper.CompleteAsync(Patience, Stop);
        AssertArrived(RunLog.Read(_sweep.Trials[2]));
    }

    [Fact]
    public async Task Artifacts_are_sent_once_in_their_last_form()
    {
        await ShipAsync();

        _server.Requests.Count(request => request == "PUT last.bin").Should().Be(3);
        _server.Runs.Where(run => run.Name != "sweep")
            .Should().OnlyContain(run => run.Artifacts["checkpoints/last.bin"] == "weights at 800");
        using (var run = RunJournal.Open(_sweep.Trials[0], TimeProvider.System))
        {
            run.LogArtifact("checkpoints/last.bin", stream => stream.Write("better weights"u8));
        }

        await ShipAsync();
        _server.Requests.Count(request => request == "PUT last.bin").Should().Be(4);
        _server.Runs.Single(run => run.Name == "trial 1").Artifacts["checkpoints/last.bin"].Should().Be("better weights");
    }

    [Fact]
    public async Task An_experiment_is_described_by_its_summary_unless_somebody_has_described_it()
    {
        _server.AddExperiment("old", isDeleted: false);
        _server.AddExperiment("described", isDeleted: false);
        using var client = Clients.Client(_server.Address);
        await client.Experiments.SetTagAsync((await client.Experiments.FindAsync("described", Stop))!.ExperimentId, Note, "by hand", Stop);
        string[] experiments = ["new", "old", "described", "without"];
        await ShipAsync([.. experiments.Select(name => Record(name, name == "without" ? null : $"Is {name} good?"))]);

        var notes = new List<string?>();
        foreach (var name in experiments)
        {
            notes.Add((await client.Experiments.FindAsync(name, Stop))!.Tags.SingleOrDefault(tag => tag.Key == Note).Value);
        }

        notes.Should().Equal("Is new good?", "Is old good?", "by hand", null);
    }

    [Fact]
    public async Task A_shipper_may_be_disposed_twice()
    {
        var shipper = Start(_server);
        await shipper.DisposeAsync();
        await shipper.Awaiting(s => s.DisposeAsync().AsTask()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task An_experiment_that_takes_runs_of_every_class_is_described_by_none()
    {
        var folder = Record("new", "Is new good?");
        await using (var shipper = Shipper.Start(
            _server.Settings with { ExperimentName = "theirs" }, Quick, TimeProvider.System, new RandomGenerator(1)))
        {
            shipper.Follow(folder);
            await shipper.CompleteAsync(Patience, Stop);
        }

        using var client = Clients.Client(_server.Address);
        (await client.Experiments.FindAsync("theirs", Stop))!.Tags.Should().BeEmpty();
    }

    private string Record(string experiment, string? summary)
    {
        var header = new RunHeader(Guid.NewGuid().ToString("N"), experiment, "run", StepClock.Start) { ExperimentSummary = summary };
        using var run = RunJournal.Create(_sweep.Runs, header, new StepClock());
        run.End(RunStatus.Finished);
        RunLog.Read(run.Folder).Header.ExperimentSummary.Should().Be(summary);
        return run.Folder;
    }

    [Fact]
    public async Task Another_experiment_can_be_named_for_all()
    {
        var report = await ShipAsync(_server.Settings with { ExperimentName = "theirs" });

        report.IsComplete.Should().BeTrue();
        using var client = Clients.Client(_server.Address);
        (await client.Experiments.FindAsync("theirs", Stop))!.ExperimentId.Should().Be(report.Runs.Single().MlflowExperimentId);
        (await client.Experiments.FindAsync("cartpole", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task An_experiment_can_be_named_by_its_id()
    {
        _server.AddExperiment("theirs", isDeleted: false);
        using var client = Clients.Client(_server.Address);
        var id = (await client.Experiments.FindAsync("theirs", Stop))!.ExperimentId;

        (await ShipAsync(_server.Settings with { ExperimentId = id })).Runs.Single().MlflowExperimentId.Should().Be(id);
        _sweep.ForgetWhatWasShipped();
        (await ShipAsync(_server.Settings with { ExperimentId = "999" })).Runs.Single().Problem
            .Should().Contain("MLFLOW_EXPERIMENT_ID is '999'");
    }

    private async Task<ShippingReport> ShipAsync(MlflowSettings settings)
    {
        await using var shipper = Shipper.Start(settings, Quick, TimeProvider.System, new RandomGenerator(1));
        shipper.Follow(_sweep.Sweep);
        return await shipper.CompleteAsync(Patience, Stop);
    }

    private Task<ShippingReport> ShipAsync() => ShipAsync(_sweep.All);

    private Task<ShippingReport> ShipAsync(IEnumerable<string> folders) => ShipAsync(folders, _server, Quick);

    private static async Task<ShippingReport> ShipAsync(IEnumerable<string> folders, FakeMlflow server, ShipperOptions options)
    {
        await using var shipper = Shipper.Start(server.Settings, options, TimeProvider.System, new RandomGenerator(1));
        foreach (var folder in folders)
        {
            shipper.Follow(folder);
        }

        return await shipper.CompleteAsync(Patience, Stop);
    }

    private static Shipper Start(FakeMlflow server) =>
        Shipper.Start(server.Settings, Quick, TimeProvider.System, new RandomGenerator(1));

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, Stop);
        }
    }

    private void AssertArrived(RunLog log)
    {
        var run = _server.Runs.Single(run => run.Tags["rllab.run"] == log.Header.Id);
        run.Name.Should().Be(log.Header.Name);
        run.StartTime.Should().Be(log.Header.StartTime.ToUnixTimeMilliseconds());
        run.Parameters.Should().BeEquivalentTo(log.Parameters);
        run.Tags.Where(tag => log.Tags.ContainsKey(tag.Key)).Should().BeEquivalentTo(log.Tags);
        run.Points.Should().Equal(log.Metrics.SelectMany(metric => metric.Value.Select(point => Describe(metric.Key, point)))
            .Order(StringComparer.Ordinal));
        run.Artifacts.Should().BeEquivalentTo(log.Artifacts.Keys.ToDictionary(path => path,
            path => File.ReadAllText(RunFolder.Artifact(log.Folder, path))));
        run.Status.Should().Be(log.Status == RunStatus.Interrupted ? "KILLED" : log.Status.ToString().ToUpperInvariant());
        run.EndTime.Should().Be(log.LastTime.ToUnixTimeMilliseconds());
    }

    private static string Describe(string name, MetricPoint point)
    {
        var value = point.Value.ToString("R", CultureInfo.InvariantCulture);
        return $"{name} {point.Step} {point.Time} {(double.IsFinite(point.Value) ? value : $"\"{value}\"")}";
    }
}
