using RlLab.Tracking.Server;
using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Shipping;

/// <summary>
/// Servers that are away, break off or refuse: nothing is lost, nothing is doubled, and what is missing is told.
/// </summary>
public sealed class OutageTests : IAsyncLifetime
{
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
    public async Task A_server_that_is_away_gets_everything_when_it_is_back()
    {
        var port = _server.Address.Port;
        var settings = _server.Settings;
        await _server.HangUpAsync();
        await using var shipper = Start(settings);
        while (shipper.Outage is null)
        {
            await Task.Delay(5, Stop);
        }

        shipper.Outage.Failure.Should().Be(MlflowFailure.Unreachable);
        var before = shipper.Report();
        before.IsComplete.Should().BeFalse();
        before.Outage.Should().Contain("could not be reached");
        before.Runs.Should().HaveCount(4);
        var trial = before.Runs.Single(run => run.Header.Name == "trial 1");
        trial.UnsentPoints.Should().Be(1201);
        trial.UnsentValues.Should().Be(5);
        trial.UnsentArtifacts.Should().BeEquivalentTo("checkpoints/last.bin", "curve.svg");
        trial.IsEndUnsent.Should().BeTrue();
        trial.MlflowRunId.Should().BeNull();

        await _server.ListenAsync(port);
        var after = await shipper.CompleteAsync(Patience, Stop);

        after.IsComplete.Should().BeTrue();
        after.Outage.Should().BeNull();
        _server.Snapshot().Should().Be(await UndisturbedAsync());
    }

    [Fact]
    public async Task An_outage_in_the_middle_only_delays()
    {
        _server.Faults = (number, _) => number is > 6 and < 12 ? Fault.Busy : number is > 20 and < 24 ? Fault.LoseRequest
            : number % 9 == 8 ? Fault.LoseAnswer : Fault.None;
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeTrue();
        _server.Snapshot().Should().Be(await UndisturbedAsync());
    }

    [Fact]
    public async Task A_run_whose_creation_was_answered_by_nothing_is_looked_for_however_often_that_happens()
    {
        // The answers to the creation of the sweep's first child, to what is tried after it, and to the whole next rounds.
        var creations = 0;
        var lost = 0;
        _server.Faults = (_, request) =>
        {
            creations += request.Request.Path.Value!.EndsWith("runs/create", StringComparison.Ordinal) ? 1 : 0;
            return creations >= 2 && lost++ < 12 ? Fault.LoseAnswer : Fault.None;
        };
        await using var shipper = Start(_server.Settings);

        (await shipper.CompleteAsync(Patience, Stop)).IsComplete.Should().BeTrue();
        _server.Snapshot().Should().Be(await UndisturbedAsync());
    }

    [Fact]
    public async Task Wherever_the_sending_is_cut_off_the_next_one_completes_it_to_the_same_state()
    {
        var undisturbed = await UndisturbedAsync();
        _sweep.ForgetWhatWasShipped();
        await using (var whole = Start(_server.Settings))
        {
            await whole.CompleteAsync(Patience, Stop);
        }

        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            await using var server = await FakeMlflow.StartAsync();
            _sweep.ForgetWhatWasShipped();
            var last = random.Next(1, _server.Requests.Count + 1);
            var end = random.Next(2) == 0 ? Fault.LoseAnswer : Fault.LoseRequest;
            var isCut = new TaskCompletionSource();
            server.Faults = (number, _) =>
            {
                if (number >= last)
                {
                    isCut.TrySetResult();
                }

                return number < last ? Fault.None : end;
            };
            await using (Start(server.Settings))
            {
                await isCut.Task.WaitAsync(Stop);
            }

            if (random.Next(2) == 0)
            {
                _sweep.ForgetWhatWasShipped();
            }

            server.Faults = (_, _) => Fault.None;
            await using var shipper = Start(server.Settings);
            (await shipper.CompleteAsync(Patience, Stop)).IsComplete.Should().BeTrue();
            server.Snapshot().Should().Be(undisturbed, "round {0}: cut off at request {1} by {2}", round, last, end);
        }
    }

    [Fact]
    public async Task Patience_ends_and_the_report_says_what_is_left()
    {
        _server.Faults = (number, _) => number > 8 ? Fault.Hang : Fault.None;
        await using var shipper = Start(_server.Settings);
        while (_server.Requests.Count < 9)
        {
            await Task.Delay(5, Stop);
        }

        var report = await shipper.CompleteAsync(TimeSpan.FromMilliseconds(100), Stop);

        report.IsComplete.Should().BeFalse();
        report.Outage.Should().Contain("did not answer in time").And.MatchRegex(@"took nothing for 0\.\d seconds");
        report.Runs.Sum(run => run.UnsentPoints).Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_slow_server_is_given_time_as_long_as_it_takes_something()
    {
        var started = TimeProvider.System.GetTimestamp();
        _server.Delay = TimeSpan.FromMilliseconds(120);
        await using var shipper = Start(_server.Settings);

        var patience = TimeSpan.FromSeconds(2.5);
        var report = await shipper.CompleteAsync(patience, Stop);

        report.IsComplete.Should().BeTrue();
        TimeProvider.System.GetElapsedTime(started).Should().BeGreaterThan(patience, "else this shows nothing");
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.4)]
    public async Task A_server_that_fails_some_of_its_requests_for_good_gets_everything(double share)
    {
        Fault[] faults = [Fault.Busy, Fault.LoseRequest, Fault.LoseAnswer];
        _server.Faults = (number, _) =>
        {
            var random = new RandomGenerator(number);
            return random.NextDouble() < share ? faults[random.NextInt(faults.Length)] : Fault.None;
        };

        // Waits that grow with each failure would soon be longer than the patience.
        await using var shipper = Start(_server.Settings, Quick with { Interval = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(30) });
        var report = await shipper.CompleteAsync(TimeSpan.FromSeconds(3), Stop);

        report.IsComplete.Should().BeTrue();
        _server.Requests.Count.Should().BeGreaterThan(30, "else this shows nothing");
        _server.Faults = (_, _) => Fault.None;
        _server.Snapshot().Should().Be(await UndisturbedAsync());
    }

    [Fact]
    public async Task Wrong_credentials_are_told_with_the_way_out()
    {
        await using var locked = await LocalServer.StartAsync(context => LocalServer.AnswerAsync(context, 401, "text/plain",
            "You are not authenticated."));
        await using var shipper = Start(new MlflowSettings(locked.Address));
        while (shipper.Outage is null)
        {
            await Task.Delay(5, Stop);
        }

        var report = await shipper.CompleteAsync(TimeSpan.FromMilliseconds(300), Stop);

        report.Outage.Should().Contain("MLFLOW_TRACKING_PASSWORD");
        shipper.Outage!.Failure.Should().Be(MlflowFailure.Unauthorized);
        report.Runs.Should().HaveCount(4).And.OnlyContain(run => !run.IsComplete);
    }

    [Theory]
    [InlineData("width", "parameter 'width'", 1)]
    [InlineData("progress", "tag 'progress'", 1)]
    [InlineData("train/loss", "metric 'train/loss'", 600)]
    public async Task What_the_server_refuses_is_set_aside_and_the_rest_arrives(string name, string what, int count)
    {
        _server.RefusedName = name;
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeTrue("what is refused for good is not left to send");
        report.Runs.Where(run => run.Header.Name != "sweep").Should().HaveCount(3)
            .And.OnlyContain(run => run.Refused.Count == 1 && run.Refused[0].What == what && run.Refused[0].Count == count
                && run.Refused[0].Why == $"'{name}' is not wanted here");
        var lines = (await UndisturbedAsync()).Split('\n')
            .Where(line => !line.StartsWith(name + " ") && !line.Contains($" {name} = "));
        _server.Snapshot().Split('\n').Should().Equal(lines);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(400)]
    public async Task What_is_refused_is_counted_once_wherever_the_looking_for_it_is_cut_off(int requests)
    {
        _server.RefusedName = "train/loss";
        var cut = new TaskCompletionSource();
        _server.Faults = (number, _) =>
        {
            if (number == requests)
            {
                cut.SetResult();
                return Fault.Hang;
            }

            return Fault.None;
        };
        await using (Start(_server.Settings))
        {
            await cut.Task.WaitAsync(Patience, Stop);
        }

        await using var shipper = Start(_server.Settings);
        var report = await shipper.CompleteAsync(Patience, Stop);

        report.Runs.Where(run => run.Header.Name != "sweep").Should().OnlyContain(run => run.Refused.Count == 1 && run.Refused[0].Count == 600);
    }

    [Fact]
    public async Task A_run_deleted_on_the_server_is_told_and_the_others_arrive()
    {
        await using (var first = Start(_server.Settings))
        {
            await first.CompleteAsync(Patience, Stop);
        }

        _server.Delete(_server.Runs.Single(run => run.Name == "trial 2"));
        foreach (var folder in _sweep.Trials)
        {
            using var run = RunJournal.Open(folder, new StepClock());
            run.LogMetric("late", 1, 1);
        }

        await using var shipper = Start(_server.Settings);
        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeFalse();
        report.Runs.Where(run => !run.IsComplete).Should().ContainSingle()
            .Which.Problem.Should().Match("The run 'trial 2' is deleted on *Restore it there and sync*stays in*");
        _server.Runs.Where(run => run.Points.Any(point => point.StartsWith("late"))).Select(run => run.Name)
            .Should().BeEquivalentTo("trial 1", "trial 3");
        _server.Runs.Should().HaveCount(4);
    }

    [Fact]
    public async Task A_run_deleted_while_it_is_sent_is_told()
    {
        _server.Faults = (number, context) =>
        {
            if (number == 14)
            {
                _server.Runs.ToList().ForEach(_server.Delete);
            }

            return Fault.None;
        };
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.Runs.Should().Contain(run => run.Problem != null && run.Problem.Contains("delete"));
        _server.Requests.Count.Should().BeLessThan(100, "nothing is halved down to single points for a run that is gone");
    }

    [Fact]
    public async Task A_deleted_experiment_is_told()
    {
        _server.AddExperiment("cartpole", isDeleted: true);
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.Runs.Should().HaveCount(4)
            .And.OnlyContain(run => run.Problem!.StartsWith("The experiment 'cartpole' is deleted on"));
    }

    [Fact]
    public async Task An_artifact_whose_file_is_gone_is_told_and_the_rest_arrives()
    {
        File.Delete(RunFolder.Artifact(_sweep.Trials[0], "curve.svg"));
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeTrue();
        report.Runs.Single(run => run.Header.Name == "trial 1").Refused.Should().ContainSingle().Which.Why
            .Should().Contain("is gone");
        _server.Runs.Single(run => run.Name == "trial 1").Status.Should().Be("FINISHED");
    }

    [Fact]
    public async Task An_artifact_whose_file_goes_while_the_server_is_away_is_told_and_the_rest_arrives()
    {
        _server.Faults = (number, context) =>
        {
            if (context.Request.Path.Value!.EndsWith("curve.svg", StringComparison.Ordinal))
            {
                File.Delete(RunFolder.Artifact(_sweep.Trials[0], "curve.svg"));
                return _server.Requests.Count(request => request == "PUT curve.svg") == 1 ? Fault.Busy : Fault.None;
            }

            return Fault.None;
        };
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(TimeSpan.FromSeconds(2), Stop);

        report.IsComplete.Should().BeTrue(report.Outage ?? "");
        report.Runs.Single(run => run.Header.Name == "trial 1").Refused.Should().ContainSingle().Which.Why.Should().Contain("is gone");
        _server.Runs.Should().HaveCount(4);
    }

    [Fact]
    public async Task An_artifact_that_could_not_be_sent_arrives_in_its_next_form()
    {
        File.Delete(RunFolder.Artifact(_sweep.Trials[0], "curve.svg"));
        await using (var first = Start(_server.Settings))
        {
            await first.CompleteAsync(Patience, Stop);
        }

        using (var run = RunJournal.Open(_sweep.Trials[0], new StepClock()))
        {
            run.LogArtifact("curve.svg", stream => stream.Write("<svg>again</svg>"u8));
            run.End(RunStatus.Finished);
        }

        await using var shipper = Start(_server.Settings);
        var report = await shipper.CompleteAsync(Patience, Stop);

        _server.Runs.Single(run => run.Name == "trial 1").Artifacts.Should().Contain("curve.svg", "<svg>again</svg>");
        report.Runs.Single(run => run.Header.Name == "trial 1").Refused.Should().BeEmpty();
    }

    [Fact]
    public async Task A_checkpoint_whose_file_is_gone_does_not_hold_up_the_end()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TrackingServer.StartAsync(new TrackingServerOptions { Directory = folder.Path }, Stop);
        var settings = new MlflowSettings(server.Address);
        var header = new RunHeader(Guid.NewGuid().ToString("N"), "cartpole", "run", StepClock.Start);
        using (var run = RunJournal.Create(_sweep.Runs, header, new StepClock()))
        {
            run.LogArtifact("checkpoints/last.bin", stream => stream.Write("weights"u8));
            await using var first = Shipper.Start(settings, Quick, TimeProvider.System, new RandomGenerator(1));
            first.Follow(run.Folder);
            (await first.CompleteAsync(Patience, Stop)).Runs.Single().UnsentArtifacts.Should().BeEmpty();
            run.End(RunStatus.Finished);
        }

        File.Delete(RunFolder.Artifact(_sweep.Folder(header.Id), "checkpoints/last.bin"));
        await using var shipper = Shipper.Start(settings, Quick, TimeProvider.System, new RandomGenerator(1));
        shipper.Follow(_sweep.Folder(header.Id));
        var report = (await shipper.CompleteAsync(Patience, Stop)).Runs.Single();

        report.IsComplete.Should().BeTrue(report.Problem ?? "");
        report.Refused.Should().ContainSingle().Which.Why.Should().Contain("is gone");
        using var client = Clients.Client(settings);
        (await client.Runs.GetAsync(report.MlflowRunId!, Stop)).Info.Status.Should().Be(MlflowRunStatus.Finished);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_told_and_the_others_arrive()
    {
        File.WriteAllText(RunFolder.Journal(_sweep.Trials[0]), "this is not a journal, whatever its name says");
        await using var shipper = Start(_server.Settings);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.Runs.Single(run => !run.IsComplete).Problem.Should().Contain("not a journal");
        _server.Runs.Should().HaveCount(3);
    }

    [Fact]
    public async Task Shippers_that_meet_create_nothing_twice()
    {
        var shippers = Enumerable.Range(0, 4).Select(_ => Start(_server.Settings)).ToList();

        var reports = await Task.WhenAll(shippers.Select(shipper => shipper.CompleteAsync(Patience, Stop)));

        reports.Should().OnlyContain(report => report.IsComplete);
        _server.Snapshot().Should().Be(await UndisturbedAsync());
        foreach (var shipper in shippers)
        {
            await shipper.DisposeAsync();
        }
    }

    private async Task<string> UndisturbedAsync()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var shipper = Start(server.Settings, Quick with { Destination = $"undisturbed {Guid.NewGuid()}" });
        (await shipper.CompleteAsync(Patience, Stop)).IsComplete.Should().BeTrue();
        return server.Snapshot();
    }

    private Shipper Start(MlflowSettings settings) => Start(settings, Quick);

    private Shipper Start(MlflowSettings settings, ShipperOptions options)
    {
        var shipper = Shipper.Start(settings, options, TimeProvider.System, new RandomGenerator(1));
        foreach (var folder in _sweep.All)
        {
            shipper.Follow(folder);
        }

        return shipper;
    }
}
