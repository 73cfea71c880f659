using System.Diagnostics;

namespace RlLab.Tracking.Server.Tests.Support;

/// <summary>A server in a process of its own, which a test can kill.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        }

        start.ArgumentList.Add("host");
        start.ArgumentList.Add(directory);
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new ServerProcess(
            process, new Uri(address ?? throw new InvalidOperationException("The server's process ended before it told its address.")));
    }

    /// <summary>Ends the process at once, in the middle of whatever it does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
