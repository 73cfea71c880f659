using System.Diagnostics;
using RlLab.Cli.TestHost;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli.Tests;

/// <summary>The host as a process of its own, in a folder of its own, as a shell starts it.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>A shell's words that start a program as <c>nohup</c> does.</summary>
    public const string Immune = "trap '' HUP; exec setsid \"$0\" \"$@\"";

    private HostProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command; on Linux it leads a process group, as a command of an interactive shell does.</summary>
    public static HostProcess Start(Lab lab, params string[] args) => Start(
        lab,
        OperatingSystem.IsLinux()
            ? new ProcessStartInfo("setsid", [TestHostProgram.File, .. args])
            : new ProcessStartInfo(TestHostProgram.File, args));

    /// <summary>Starts a command by a line of shell.</summary>
    public static HostProcess StartByShell(Lab lab, string shell, params string[] args) =>
        Start(lab, new ProcessStartInfo("bash", ["-c", shell, TestHostProgram.File, .. args]));

    /// <summary>Starts a command that can write no file larger than so many KB, which looks to it like a full disk.</summary>
    public static HostProcess StartOnFullDisk(Lab lab, int kilobytes, params string[] args)
    {
        var script = $"trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"";
        var command = new ProcessStartInfo("bash", ["-c", script, TestHostProgram.File, .. args]);

        // The runtime keeps its code in a large file in memory, unless it is told not to.
        command.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Start(lab, command);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Answer> EndAsync()
    {
        var output = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2), CancellationToken.None);
        return new Answer(_process.ExitCode, await output, await error);
    }

    /// <summary>Sends a signal to its whole process group, as a terminal does for Ctrl-C.</summary>
    public void SignalGroup(string signal) => Kill($"-{signal}", "--", $"-{Id}");

    /// <summary>Sends a signal to the process alone.</summary>
    public void Signal(string signal) => Kill($"-{signal}", $"{Id}");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    public static HostProcess Start(Lab lab, ProcessStartInfo command)
    {
        command.WorkingDirectory = lab.Folder;
        command.RedirectStandardOutput = command.RedirectStandardError = true;

        // The settings of whoever runs the tests are none of theirs.
        string[] settings = ["MLFLOW_", "RLLAB_"];
        foreach (var name in command.Environment.Keys.Where(key => settings.Any(key.StartsWith)).ToList())
        {
            command.Environment.Remove(name);
        }

        foreach (var (name, value) in lab.Environment)
        {
            command.Environment[name] = value;
        }

        return new HostProcess(Process.Start(command)!);
    }

    /// <summary>The processes that it has started, by their ids.</summary>
    public IReadOnlyList<string> Children()
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{Id}/task").SelectMany(
                task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    public static void Kill(params string[] args)
    {
        using var kill = Process.Start("kill", args);
        kill.WaitForExit();
    }
}

/// <summary>What a lab's journals hold.</summary>
internal static class LabJournals
{
    /// <summary>The only sweep.</summary>
    public static SweepRecord Sweep(this Lab lab) =>
        SweepRecord.Read(Path.Combine(Directory.GetDirectories(Path.Combine(lab.LabFolder, "sweeps"))
            .Should().ContainSingle().Subject, "journal"));

    /// <summary>Begins a sweep of hill-climb at a rate of 0.1, and has nothing trained.</summary>
    public static SweepHeader Plan(this Lab lab, params string[] set)
    {
        var (header, runs) = Planned(set);
        JournalFolder.Create(LabDirectory.SweepJournal(lab.LabFolder, header.Id), header, runs, TimeProvider.System).Dispose();
        return header;
    }

    /// <summary>What the store of a sweep of hill-climb at a rate of 0.1 begins with.</summary>
    public static (SweepHeader Header, IEnumerable<RunPlanned> Runs) Planned(params string[] set)
    {
        var experiment = TestExperiments.All[0];
        var fixedValues = ParameterBinder.Bind(experiment, Assignment.Sets(set.Append("Rate=0.1")));
        var plan = SweepPlan.Create(experiment, fixedValues, new SweepOptions());
        var settings = new RunSettings("managed", "cpu", "", new Dictionary<string, string>());
        var header = SweepRequests.Header(plan, SweepRequests.NewId(), TimeProvider.System.GetUtcNow(), 2, settings, new SweepLimits());
        return (header, plan.Schedule().KnownBeforehand(header));
    }

    /// <summary>Every run that was recorded, the sweep's own included.</summary>
    public static IReadOnlyList<RunLog> Runs(this Lab lab) =>
        Directory.Exists(Path.Combine(lab.LabFolder, "runs"))
            ? [.. Directory.GetDirectories(Path.Combine(lab.LabFolder, "runs")).Select(RunLog.TryRead).OfType<RunLog>()]
            : [];

    /// <summary>A run's record.</summary>
    public static RunLog Log(this Lab lab, RunRecord run) => RunLog.Read(Path.Combine(lab.LabFolder, "runs", run.Id));

    /// <summary>What a run logged, without its times: one text, equal to the bit or not.</summary>
    public static string Fingerprint(this RunLog log) => string.Join('\n', log.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).SelectMany(
        m => m.Value.Select(p => $"{m.Key} {p.Step} {BitConverter.DoubleToInt64Bits(p.Value):x16}")));

    /// <summary>The processes that still work in a lab.</summary>
    public static IReadOnlyList<string> Processes(this Lab lab) =>
    [
        .. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Where(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(lab.LabFolder, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];

    /// <summary>Waits until something holds, three minutes at most; a failure says what was <paramref name="seen"/> instead.</summary>
    public static async Task UntilAsync(Func<bool> holds, Func<string>? seen = null)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(3); !holds();)
        {
            (DateTime.UtcNow < deadline).Should().BeTrue("it should come to hold within three minutes, and this holds: {0}", seen?.Invoke());
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
