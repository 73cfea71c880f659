using System.Diagnostics;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>No Python process outlives its parent, not even while a world hangs.</summary>
public sealed class OrphanTests
{
    [Fact]
    public async Task A_hung_process_ends_when_its_parent_is_killed()
    {
        PythonWorlds.Require();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The test's parent is a POSIX shell.");

        // The shell stands for a host that is killed; its child hangs and reads no standard input.
        using var stream = typeof(CartPole).Assembly.GetManifestResourceStream("RlLab.Environments.Gymnasium.bridge.py")!;
        var script = new StreamReader(stream).ReadToEnd().Replace("\nmain()\n", "\ntime.sleep(600)\n");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "\"$0\" -c \"$1\" $$ <&0 & echo $!; wait", PythonWorlds.Options.Python, script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using var shell = Process.Start(start)!;
        using var python = Process.GetProcessById(int.Parse(await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? ""));
        python.HasExited.Should().BeFalse();

        shell.Kill();
        await python.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        python.HasExited.Should().BeTrue();
    }
}
