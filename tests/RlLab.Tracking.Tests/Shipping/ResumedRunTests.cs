using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Shipping;

/// <summary>A run that is taken up keeps its run on the server, which is told nothing twice.</summary>
public sealed class ResumedRunTests : IAsyncLifetime
{
    private static readonly ShipperOptions Quick = new()
    {
        Destination = "server", Interval = TimeSpan.FromMilliseconds(5), LongestWait = TimeSpan.FromMilliseconds(20),
    };

    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start);

    private readonly TemporaryFolder _runs = new();
    private readonly StepClock _clock = new();
    private FakeMlflow _server = null!;

    private string Folder => _runs.File(Header.Id);

    public async ValueTask InitializeAsync() => _server = await FakeMlflow.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _runs.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_server_has_each_point_once_and_the_end_that_came_last(bool stopped)
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            Say(run, 1, 20);
            if (stopped)
            {
                run.End(RunStatus.Killed);
            }
        }

        await ShipAsync();
        _server.Runs.Single().Status.Should().Be("KILLED");
        using (var run = RunJournal.Resume(Folder, _clock, what => throw new InvalidOperationException(what)))
        {
            Say(run, 1, 10);
            await ShipAsync();
            _server.Runs.Single().Status.Should().Be("RUNNING");
            _server.Runs.Single().Tags.Should().NotContainKey("rllab.state");
            Say(run, 11, 30);
            run.End(RunStatus.Finished);
        }

        await ShipAsync();
        var shipped = _server.Runs.Should().ContainSingle().Subject;
        shipped.Status.Should().Be("FINISHED");
        shipped.Points.Should().HaveCount(30);
    }

    private static void Say(RunJournal run, long from, long to)
    {
        for (var step = from; step <= to; step++)
        {
            run.LogMetric("loss", 1.0 / step, step);
        }
    }

    private async Task ShipAsync()
    {
        await using var shipper = Shipper.Start(_server.Settings, Quick, TimeProvider.System, new RandomGenerator(1));
        shipper.Follow(Folder);
        (await shipper.CompleteAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).IsComplete.Should().BeTrue();
    }
}
