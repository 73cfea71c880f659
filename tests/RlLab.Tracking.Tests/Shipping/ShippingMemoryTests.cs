using RlLab.Tracking.Tests.Servers;

namespace RlLab.Tracking.Tests.Shipping;

/// <summary>What a shipper holds in memory. Nothing else is tested meanwhile, since it would be counted.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ShippingMemoryTests
{
    /// <summary>The collection of tests that nothing runs beside.</summary>
    public const string Name = "memory";

    [Fact]
    public async Task However_much_is_logged_while_the_server_is_away_memory_holds_none_of_it()
    {
        using var runs = new TemporaryFolder();
        await using var server = await FakeMlflow.StartAsync();
        await server.HangUpAsync();
        var options = new ShipperOptions { Interval = TimeSpan.FromMilliseconds(5), LongestWait = TimeSpan.FromMilliseconds(20) };
        await using var shipper = Shipper.Start(server.Settings, options, TimeProvider.System, new RandomGenerator(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var header = new RunHeader(Guid.NewGuid().ToString("N"), "cartpole", "long", StepClock.Start);
        using var run = RunJournal.Create(runs.Path, header, new StepClock());
        shipper.Follow(run.Folder);
        for (var step = 0; step < 200_000; step++)
        {
            run.LogMetrics(step, ("train/return", step), ("train/loss", 1.0 / step));
        }

        new FileInfo(RunFolder.Journal(run.Folder)).Length.Should().BeGreaterThan(16 << 20, "else this shows nothing");
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 << 20);
    }
}
