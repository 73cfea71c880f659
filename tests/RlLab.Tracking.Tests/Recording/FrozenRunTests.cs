namespace RlLab.Tracking.Tests.Recording;

/// <summary>A run recorded in format 1, written without RlLab (tests/Golden/journal): it stays readable for ever.</summary>
public sealed class FrozenRunTests : IDisposable
{
    private readonly TemporaryFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Format_1_is_read()
    {
        var folder = _runs.File("run");
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "run-v1.journal"), RunFolder.Journal(folder));

        var log = RunLog.Read(folder);

        log.Header.Should().BeEquivalentTo(new RunHeader(
            "0123456789abcdef0123456789abcdef", "cartpole-reinforce", "trial 1, seed 7",
            DateTimeOffset.FromUnixTimeMilliseconds(1700000000000))
        {
            ParentId = "fedcba9876543210fedcba9876543210",
            Seed = 7,
            Tags = new Dictionary<string, string> { ["mlflow.user"] = "ada", ["rllab.backend"] = "managed" },
        });
        log.Status.Should().Be(RunStatus.Finished);
        log.EndTime.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(1700000004000));
        log.Parameters["learning_rate"].Should().Be("0.001");
        log.Tags["colour"].Should().Be("red");
        log.Metrics["train/return"]
            .Should().Equal(new MetricPoint(100, 1700000001000, 21.5), new MetricPoint(200, 1700000002000, 0.1));
        log.Metrics["train/loss"].Should().Equal(
            new MetricPoint(100, 1700000001000, double.NaN), new MetricPoint(200, 1700000002000, double.NegativeInfinity));
        log.Metrics["train/entropy"].Should().Equal(new MetricPoint(200, 1700000002000, double.PositiveInfinity));
        log.Artifacts["notes/summary.md"].Size.Should().Be(6);
        log.DamagedBytes.Should().Be(0);
    }
}
