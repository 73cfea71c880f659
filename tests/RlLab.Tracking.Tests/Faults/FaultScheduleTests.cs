using System.Globalization;

namespace RlLab.Tracking.Tests.Faults;

/// <summary>
/// Whatever goes wrong between a shipper and the embedded server, in the end the server has what it would have had, and nothing twice.
/// </summary>
/// <remarks>
/// RLLAB_FAULTS says how many random schedules: <c>RLLAB_FAULTS=1000 dotnet test tests/RlLab.Tracking.Tests --filter FaultScheduleTests</c>.
/// </remarks>
public sealed class FaultScheduleTests(FaultServers servers) : IClassFixture<FaultServers>
{
    private static readonly ShippingPatience Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_schedules_end_with_the_state_of_an_undisturbed_server()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("RLLAB_FAULTS") ?? "50", CultureInfo.InvariantCulture);
        var first = int.Parse(Environment.GetEnvironmentVariable("RLLAB_FAULTS_FROM") ?? "0", CultureInfo.InvariantCulture);
        for (var seed = first; seed < first + count; seed++)
        {
            await RunAsync(seed);
        }
    }

    [Theory]
    [InlineData(Mishap.Away)]
    [InlineData(Mishap.Error)]
    [InlineData(Mishap.TooMany)]
    [InlineData(Mishap.Page)]
    [InlineData(Mishap.LoseRequest)]
    [InlineData(Mishap.LoseAnswer)]
    [InlineData(Mishap.CutAnswer)]
    [InlineData(Mishap.Hang)]
    [InlineData(Mishap.HangAfter)]
    public async Task A_server_with_which_many_requests_go_wrong_gets_everything(Mishap mishap)
    {
        // Whoever waits for answers that never come has less patience.
        var share = mishap is Mishap.Hang or Mishap.HangAfter ? 0.1 : 0.6;
        var random = new RandomGenerator(1);
        await CompletesAsync(_ => random.NextDouble() < share ? mishap : Mishap.None);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(8, 13)]
    [InlineData(2, 3)]
    [InlineData(12, 13)]
    public async Task A_server_that_fails_so_many_requests_in_so_many_gets_everything_in_one_go(int fails, int of)
    {
        foreach (var mishap in (Mishap[])[Mishap.Error, Mishap.Page])
        {
            await CompletesAsync(number => number % of < fails ? mishap : Mishap.None);
        }
    }

    [Theory]
    [InlineData(Mishap.Away, 10, 20)]
    [InlineData(Mishap.Error, 60, 70)]
    [InlineData(Mishap.Hang, 30, 40)]
    [InlineData(Mishap.TooMany, 300, 450)]
    public async Task One_that_takes_nothing_is_given_up_once_patience_has_ended(Mishap mishap, int least, int most)
    {
        using var proxy = new FaultyProxy(servers.Disturbed) { Script = _ => mishap, RetryAfter = TimeSpan.FromSeconds(20) };
        using var clock = new VirtualClock(proxy);
        using var sweep = new TrackedSweep("given-up", clock);
        sweep.End(properly: true);
        await using var shipper = Start(sweep, proxy, clock);
        while (shipper.Outage is null)
        {
            await Task.Delay(1, Stop);
        }

        var began = clock.GetTimestamp();
        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeFalse();
        report.Outage.Should().MatchRegex("took nothing for [0-9.]+ seconds");
        clock.GetElapsedTime(began).TotalSeconds.Should().BeInRange(least, most);
    }

    [Fact]
    public async Task A_server_that_asks_to_be_left_alone_for_longer_than_patience_lasts_is_not_waited_for()
    {
        using var proxy = new FaultyProxy(servers.Disturbed) { Script = _ => Mishap.TooMany, RetryAfter = TimeSpan.FromHours(1) };
        using var clock = new VirtualClock(proxy);
        using var sweep = new TrackedSweep("left-alone", clock);
        await using var shipper = Start(sweep, proxy, clock);
        while (shipper.Outage is null)
        {
            await Task.Delay(1, Stop);
        }

        var before = proxy.Count;
        (await shipper.CompleteAsync(Patience, Stop)).Outage.Should().Contain("429");
        proxy.Count.Should().BeLessThanOrEqualTo(before + 2);
    }

    [Fact]
    public async Task A_refused_value_is_found_by_halving_on_a_server_that_fails_most_requests()
    {
        var experiment = "halving";
        using var proxy = new FaultyProxy(servers.Disturbed)
        {
            Script = number => number % 13 < 8 ? Mishap.Error : Mishap.None, RefusedName = "width",
        };
        using var clock = new VirtualClock(proxy);
        using var sweep = new TrackedSweep(experiment, clock);
        sweep.End(properly: true);
        await using var shipper = Start(sweep, proxy, clock);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeTrue(report.Outage);
        await AssertSameAsync(sweep, experiment, servers.Disturbed, "width", "halving");
    }

    private async Task CompletesAsync(Func<int, Mishap> script)
    {
        var experiment = $"pattern-{Guid.NewGuid():n}";
        using var proxy = new FaultyProxy(servers.Disturbed) { Script = script };
        using var clock = new VirtualClock(proxy);
        using var sweep = new TrackedSweep(experiment, clock);
        sweep.End(properly: true);
        await using var shipper = Start(sweep, proxy, clock);

        var report = await shipper.CompleteAsync(Patience, Stop);

        report.IsComplete.Should().BeTrue(report.Outage);
        await AssertSameAsync(sweep, experiment, servers.Disturbed, refused: null, "pattern");
    }

    private async Task RunAsync(int seed)
    {
        var schedule = new FaultSchedule(seed);
        var experiment = $"schedule-{seed}";
        using var proxy = new FaultyProxy(servers.Disturbed) { RefusedName = schedule.RefusedParameter, RetryAfter = schedule.RetryAfter };
        using var clock = new VirtualClock(proxy);
        using var sweep = new TrackedSweep(experiment, clock);
        proxy.Script = number =>
        {
            clock.Jump(schedule.Jump());
            proxy.Target = schedule.IsEmptyFrom(number) ? servers.Empty : servers.Disturbed;
            if (schedule.Writes())
            {
                sweep.Write();
            }

            return schedule.At(number);
        };
        var shipper = Start(sweep, proxy, clock);
        try
        {
            await ReachAsync(Math.Min(schedule.Follow, schedule.Restart));
            if (schedule.Restart < schedule.Follow)
            {
                await shipper.DisposeAsync();
                if (schedule.LosesNotes)
                {
                    sweep.ForgetWhatWasShipped();
                }

                shipper = Start(sweep, proxy, clock);
                await ReachAsync(schedule.Follow);
            }

            sweep.End(schedule.EndsProperly);
            var mayGiveUp = schedule.IsAwayAfter(proxy.Count);
            var report = await shipper.CompleteAsync(Patience, Stop);
            report.IsComplete.Should().Be(!mayGiveUp || report.Outage is null, "seed {0}: {1}: {2}", seed, schedule, report.Outage);

            // What was away is there again, and as sick as it was before; what lost everything is found out now at the latest.
            await shipper.DisposeAsync();
            proxy.Target = schedule.IsEmptyOnReturn ? servers.Empty : servers.Disturbed;
            proxy.Script = _ => schedule.AtLast();
            shipper = Start(sweep, proxy, clock);
            report = await shipper.CompleteAsync(Patience, Stop);
            report.IsComplete.Should().BeTrue("seed {0}: {1}: {2}", seed, schedule, report.Outage);
        }
        finally
        {
            await shipper.DisposeAsync();
        }

        await AssertSameAsync(
            sweep, experiment, schedule.IsEmptyOnReturn ? servers.Empty : servers.Disturbed, schedule.RefusedParameter, $"seed {seed}: {schedule}");

        // A server that is away for good, or has had everything, gets no more requests than there are.
        async Task ReachAsync(int number)
        {
            for (var waited = 0; proxy.Count < number && waited < 200; waited++)
            {
                await Task.Delay(1, Stop);
            }
        }
    }

    private async Task AssertSameAsync(
        TrackedSweep sweep, string experiment, Uri server, string? refused, string because)
    {
        using var proxy = new FaultyProxy(servers.Undisturbed);
        await using (var shipper = Start(sweep, proxy, TimeProvider.System, "undisturbed"))
        {
            (await shipper.CompleteAsync(Patience, Stop)).IsComplete.Should().BeTrue();
        }

        var expected = (await ServerState.ReadAsync(servers.Undisturbed, experiment, Stop)).Split('\n')
            .Where(line => refused is null || !line.Contains($"parameter {refused} ", StringComparison.Ordinal)).ToList();
        var found = (await ServerState.ReadAsync(server, experiment, Stop)).Split('\n');
        (Missing: string.Join('\n', expected.Except(found)), Added: string.Join('\n', found.Except(expected))).Should().Be(("", ""), because);
        found.Should().HaveCount(expected.Count, because);
    }

    private static Shipper Start(TrackedSweep sweep, FaultyProxy proxy, TimeProvider clock, string destination = "server")
    {
        var settings = new MlflowSettings(new Uri("http://mlflow.example:5000"));
        var handler = new Undisposed(proxy);
        var shipper = Shipper.Start(settings, new ShipperOptions { Destination = destination }, clock, new RandomGenerator(1), handler);
        foreach (var folder in sweep.Folders)
        {
            shipper.Follow(folder);
        }

        return shipper;
    }

    /// <summary>Leaves the proxy to the test: several shippers use it, one after the other.</summary>
    private sealed class Undisposed(FaultyProxy proxy) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _proxy = new(proxy, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _proxy.SendAsync(request, cancellationToken);
    }
}
