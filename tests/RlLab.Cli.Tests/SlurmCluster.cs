using System.Diagnostics;

namespace RlLab.Cli.Tests;

/// <summary>The cluster that <c>.ci/slurm</c> started on this machine.</summary>
internal sealed class SlurmCluster
{
    private readonly string _folder;

    /// <summary>Finds it, and skips the test where there is none.</summary>
    public SlurmCluster()
    {
        var folder = Environment.GetEnvironmentVariable("RLLAB_TEST_SLURM");
        Assert.SkipWhen(folder is null, "RLLAB_TEST_SLURM names no cluster; `.ci/slurm start FOLDER` starts one.");
        _folder = folder;
    }

    /// <summary>Lets a lab's commands find it.</summary>
    public void AddTo(Lab lab)
    {
        lab.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        lab.Environment["SLURM_CONF"] = Path.Combine(_folder, "slurm.conf");
    }

    /// <summary>Kills a daemon, as a power cut does: <c>slurmctld</c>, <c>slurmd-one</c>, <c>slurmd-two</c>.</summary>
    public async Task KillAsync(string daemon)
    {
        if (daemon == "slurmctld")
        {
            // It saves within five seconds which jobs there are. What it has not saved it forgets, and gives the numbers of jobs that run to others:
            // a node that knows a number starts no second job of it, and is drained.
            await Task.Delay(TimeSpan.FromSeconds(6));
        }

        await RunAsync("kill", "-KILL", (await File.ReadAllTextAsync(Path.Combine(_folder, daemon + ".pid"))).Trim());
    }

    /// <summary>Starts what of it is dead.</summary>
    public Task<string> MendAsync() => RunAsync(Path.Combine(Root(), ".ci", "slurm"), "start", _folder);

    /// <summary>What one of its commands prints.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["SLURM_CONF"] = Path.Combine(_folder, "slurm.conf");
        using var process = Process.Start(start)!;

        // A daemon that is started keeps the descriptors that it is given, so the end of the process counts and not that of its output.
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        process.ExitCode.Should().Be(0, $"{program} {string.Join(' ', arguments)} should work");
        return await Task.WhenAny(output, Task.Delay(500)) == output ? await output : "";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RlLab.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
