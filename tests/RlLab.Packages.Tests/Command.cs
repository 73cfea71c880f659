using System.Diagnostics;
using System.Text;

namespace RlLab.Packages.Tests;

/// <summary>What a command came to.</summary>
/// <param name="ExitCode">0 where it did what it was for.</param>
/// <param name="Output">What it wrote, standard error included.</param>
internal sealed record Command(int ExitCode, string Output)
{
    /// <summary>Long, for a machine that is busy with other things.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>What the program that runs these tests leaves to its children, and a person's shell would not have.</summary>
    private static readonly string[] Inherited = ["MSBUILD", "VSTEST", "TESTINGPLATFORM", "RLLAB_", "MLFLOW_", "DOTNET_HOST", "NUGET_PACKAGES"];

    /// <summary>Runs a command in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="line">The command as it is typed; no argument has a space.</param>
    /// <param name="variables">Environment variables of it.</param>
    public static async Task<Command> RunAsync(string folder, string line, params (string Name, string Value)[] variables)
    {
        var words = line.Split(' ');
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        // Nothing stays behind that would hold the folder.
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"]) = ("1", "0");

        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{line}` did not end. It wrote:\n{output}");
        }

        return new Command(process.ExitCode, output.ToString());

        void Add(object sender, DataReceivedEventArgs e)
        {
            lock (output)
            {
                output.AppendLine(e.Data);
            }
        }
    }

    /// <summary>Fails, with all that it wrote, where the command did.</summary>
    public Command EnsureDone(string line) =>
        ExitCode == 0 ? this : throw new Xunit.Sdk.XunitException($"`{line}` ended with {ExitCode}:\n{Output}");

    private static bool IsInherited(string variable) =>
        Inherited.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
