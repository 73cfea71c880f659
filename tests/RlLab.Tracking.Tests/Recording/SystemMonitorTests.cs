using RlLab.Tests;

namespace RlLab.Tracking.Tests.Recording;

/// <summary>The machine's use is recorded with a run, and apart from what the run says itself.</summary>
public sealed class SystemMonitorTests : IDisposable
{
    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start);

    private readonly TemporaryFolder _runs = new();
    private readonly HandClock _clock = new();

    private string Folder => _runs.File(Header.Id);

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Every_ten_seconds_there_is_a_point_of_what_the_machine_tells()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        using (new SystemMonitor(run, _clock))
        {
            _clock.Advance(TimeSpan.FromSeconds(32));
        }

        var measured = RunLog.Read(Folder).SystemMetrics;
        measured.Should().ContainKeys("system/disk_usage_percentage", "system/system_memory_usage_percentage", "system/network_receive_megabytes");
        measured.Keys.Should().OnlyContain(name => name.StartsWith("system/"));
        measured["system/disk_usage_percentage"].Select(point => point.Step).Should().Equal(0, 1, 2);
        measured["system/disk_usage_percentage"].Should().OnlyContain(point => point.Value > 0 && point.Value <= 100);
        measured["system/system_memory_usage_percentage"].Should().OnlyContain(point => point.Value > 0 && point.Value <= 100);
    }

    [Fact]
    public void A_short_run_has_none_and_nothing_comes_after_the_end()
    {
        using var run = RunJournal.Create(_runs.Path, Header, _clock);
        using (new SystemMonitor(run, _clock))
        {
            _clock.Advance(TimeSpan.FromSeconds(9));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        RunLog.Read(Folder).SystemMetrics.Should().BeEmpty();
    }

    [Fact]
    public void A_run_that_is_taken_up_goes_on_counting_and_says_its_own_points_again_as_if_nothing_were_between()
    {
        using (var run = RunJournal.Create(_runs.Path, Header, _clock))
        {
            run.LogMetric("loss", 1, 1);
            run.LogSystem(0, ("system/cpu_utilization_percentage", 12.5));
            run.LogMetric("loss", 2, 2);
            run.LogSystem(1, ("system/cpu_utilization_percentage", 13.5));
        }

        var parted = new List<string>();
        using (var run = RunJournal.Resume(Folder, _clock, parted.Add))
        {
            run.SystemPoints.Should().Be(2);
            run.LogMetric("loss", 1, 1);
            run.LogSystem(2, ("system/cpu_utilization_percentage", 14.5));
            run.LogMetric("loss", 2, 2);
            run.LogMetric("loss", 3, 3);
        }

        parted.Should().BeEmpty();
        var log = RunLog.Read(Folder);
        log.Metrics.Keys.Should().Equal("loss");
        log.Metrics["loss"].Select(point => point.Step).Should().Equal(1, 2, 3);
        log.SystemMetrics["system/cpu_utilization_percentage"].Select(point => point.Value).Should().Equal(12.5, 13.5, 14.5);
    }
}
