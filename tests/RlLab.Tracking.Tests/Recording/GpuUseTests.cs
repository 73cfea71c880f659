using RlLab.Tests;

namespace RlLab.Tracking.Tests.Recording;

/// <summary>What <c>nvidia-smi</c> says is recorded with a run, and nothing that it does harms one. A shell script takes its place.</summary>
public sealed class GpuUseTests : IDisposable
{
    private const string TwoGpus = "0, 37, 1000, 80000, 151.5, 300.00\n1, 0, 1, 80000, [N/A], [N/A]\n";

    private static readonly RunHeader Header = new("0123456789abcdef0123456789abcdef", "cartpole", "trial 1", StepClock.Start);

    /// <summary>No program of these tests takes as long but those that hang for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();
    private readonly HandClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_gpu_gets_MLflows_names_and_units()
    {
        GpuUse.Read(TwoGpus).Should().Equal(
            ("system/gpu_0_utilization_percentage", 37),
            ("system/gpu_0_memory_usage_megabytes", 1048.6),
            ("system/gpu_0_memory_usage_percentage", 1.2),
            ("system/gpu_0_power_usage_watts", 151.5),
            ("system/gpu_0_power_usage_percentage", 50.5),
            ("system/gpu_1_utilization_percentage", 0),
            ("system/gpu_1_memory_usage_megabytes", 1),
            ("system/gpu_1_memory_usage_percentage", 0));
    }

    [Theory]
    [InlineData("3, [N/A], [N/A], [N/A], [N/A], [N/A]")]
    [InlineData("3, [Not Supported], [Unknown Error], 80000, ERR!, 300")]
    [InlineData("3, nan, nan, nan, inf, nan")]
    [InlineData("3, , , , , ")]
    [InlineData("[N/A], 37, 1000, 80000, 151.5, 300")]
    [InlineData("0, 37, 1000")]
    [InlineData("No devices were found")]
    [InlineData("")]
    public void What_is_no_number_is_left_out(string line) => GpuUse.Read($"{line}\r\n").Should().BeEmpty();

    [Fact]
    public void A_machine_whose_memory_is_not_told_still_tells_the_rest() =>
        GpuUse.Read("0, 5, 100, 0, 20, 0").Should().Equal(("system/gpu_0_utilization_percentage", 5), ("system/gpu_0_power_usage_watts", 20));

    [Fact]
    public void A_run_records_every_gpu_at_each_measurement()
    {
        var smi = StandIn($"printf '{TwoGpus.Replace("\n", "\\n")}'");
        Monitor(smi, monitor: _ => _clock.Advance(TimeSpan.FromSeconds(32)));
        var measured = Measured();
        measured["system/gpu_0_power_usage_watts"].Select(point => (point.Step, point.Value)).Should().Equal((0, 151.5), (1, 151.5), (2, 151.5));
        measured["system/gpu_1_utilization_percentage"].Select(point => point.Value).Should().Equal(0, 0, 0);
        measured.Should().NotContainKey("system/gpu_1_power_usage_watts").And.ContainKey("system/disk_usage_percentage");
    }

    [Theory]
    [InlineData("echo 'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.'; exit 9")]
    [InlineData("echo No devices were found")]
    [InlineData("kill -9 $$")]
    [InlineData("")]
    public void A_machine_without_gpus_is_asked_for_them_once(string script)
    {
        var smi = StandIn($"echo >> '{_folder.File("asked")}'\n{script}");
        Monitor(smi, monitor: _ => _clock.Advance(TimeSpan.FromSeconds(32)));
        File.ReadAllLines(_folder.File("asked")).Should().HaveCount(1);
        Measured().Keys.Should().NotBeEmpty().And.NotContain(name => name.Contains("gpu"));
    }

    [Fact]
    public void A_machine_without_the_program_has_none() => GpuUse.Find(_folder.File("nothing-there"), Patience).Should().BeNull();

    [Fact]
    public void A_measurement_for_which_the_program_dies_lacks_the_gpus_and_the_next_one_has_them()
    {
        var broken = _folder.File("broken");
        var smi = StandIn($"if [ -e '{broken}' ]; then echo '0, 1, 2'; kill -9 $$; fi; echo '0, 37, 1000, 80000, 151.5, 300'");
        Monitor(smi, monitor: _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(12));
            File.WriteAllText(broken, "");
            _clock.Advance(TimeSpan.FromSeconds(10));
            File.Delete(broken);
            _clock.Advance(TimeSpan.FromSeconds(10));
        });
        Measured()["system/gpu_0_utilization_percentage"].Select(point => point.Step).Should().Equal(0, 2);
        Measured()["system/disk_usage_percentage"].Select(point => point.Step).Should().Equal(0, 1, 2);
    }

    [Fact]
    public void A_program_that_hangs_is_asked_once_more_at_most_and_left_behind_by_nobody()
    {
        var (asked, child) = (_folder.File("asked"), _folder.File("child"));
        var smi = StandIn(
            $"if [ -e '{asked}' ]; then echo $$ > '{child}'; echo >> '{asked}'; sleep 600; fi; echo > '{asked}'; "
            + "echo '0, 37, 1000, 80000, 151, 300'");
        Monitor(smi, monitor: _ => _clock.Advance(TimeSpan.FromSeconds(32)), patience: TimeSpan.FromSeconds(3));
        File.ReadAllLines(asked).Should().HaveCount(2, "it answered when it was found, and hung at the first measurement");
        Measured().Should().NotContainKey("system/gpu_0_utilization_percentage");
        Measured()["system/disk_usage_percentage"].Select(point => point.Step).Should().Equal(0, 1, 2);
        var process = $"/proc/{File.ReadAllText(child).Trim()}";
        SpinWait.SpinUntil(() => !Directory.Exists(process), TimeSpan.FromSeconds(30)).Should().BeTrue("it was ended");
    }

    [Fact]
    public async Task A_run_ends_without_waiting_for_a_program_that_hangs()
    {
        var (asked, go) = (_folder.File("asked"), _folder.File("go"));
        var smi = StandIn(
            $"if [ -e '{asked}' ]; then echo > '{asked}.again'; until [ -e '{go}' ]; do sleep 0.05; done; fi; echo > '{asked}'; "
            + "echo '0, 37, 1000, 80000, 151, 300'");
        var measuring = Task.CompletedTask;
        Monitor(smi, monitor: _ =>
        {
            measuring = Task.Run(() => _clock.Advance(TimeSpan.FromSeconds(12)));
            SpinWait.SpinUntil(() => File.Exists(asked + ".again"));
        });
        measuring.IsCompleted.Should().BeFalse("the run has ended, and the program has not");
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        await measuring;
        Measured().Should().BeEmpty("nothing is recorded after the end");
    }

    private void Monitor(string smi, Action<SystemMonitor> monitor, TimeSpan? patience = null)
    {
        using var run = RunJournal.Create(_folder.Path, Header, _clock);
        using var measuring = new SystemMonitor(run, _clock, () => GpuUse.Find(smi, patience ?? Patience));
        monitor(measuring);
    }

    private IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Measured() => RunLog.Read(_folder.File(Header.Id)).SystemMetrics;

    private string StandIn(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "What takes nvidia-smi's place is a shell script.");
        var path = _folder.File("nvidia-smi");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
