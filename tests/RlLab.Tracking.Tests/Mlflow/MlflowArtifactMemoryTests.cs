using RlLab.Tracking.Tests.Servers;
using RlLab.Tracking.Tests.Shipping;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>What large files hold in memory. Nothing else is tested meanwhile, since it would be counted.</summary>
[Collection(ShippingMemoryTests.Name)]
public sealed class MlflowArtifactMemoryTests
{
    private const long TwoGigabytes = 2L << 30;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_gigabytes_go_up_without_being_held()
    {
        var arrived = 0L;
        using var client = Clients.Client(async request =>
        {
            request.Content!.Headers.ContentLength.Should().Be(TwoGigabytes);
            using var sink = new CountingSink();
            await request.Content.CopyToAsync(sink, Stop);
            arrived = sink.Count;
            return new HttpResponseMessage { Content = new StringContent("{}") };
        });

        var held = await HeldBy(() => client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts"))
            .UploadAsync("big", new Zeros(TwoGigabytes), Stop));

        arrived.Should().Be(TwoGigabytes);
        held.Should().BeLessThan(32 << 20);
    }

    [Fact]
    public async Task Two_gigabytes_come_down_without_being_held()
    {
        using var client = Clients.Client(_ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Zeros(TwoGigabytes)) }));
        using var sink = new CountingSink();

        var held = await HeldBy(() => client.Artifacts.Of(Run("mlflow-artifacts:/1/abc/artifacts")).DownloadAsync("big", sink, Stop));

        sink.Count.Should().Be(TwoGigabytes);
        held.Should().BeLessThan(32 << 20);
    }

    private static MlflowRunInfo Run(string artifacts) => new("abc", "7") { ArtifactUri = artifacts };

    /// <summary>The most that was in memory meanwhile, beyond what was there before.</summary>
    private static async Task<long> HeldBy(Func<Task> work)
    {
        GC.Collect();
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        using var watch = new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(false)), null, 0, 10);
        await work();
        return Math.Max(most, GC.GetTotalMemory(false)) - before;
    }
}
