using System.CommandLine;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Says what was found of all that RlLab can use, and what to do about what is missing.</summary>
internal sealed class DoctorCommand(HostContext host) : LabCommand(
    host,
    "doctor",
    "Show what was found: SDK, engines, GPU, ffmpeg, Gymnasium, tracking server, git, free disk.",
    "doctor",
    "doctor --json")
{
    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var checks = await DoctorChecks.AllAsync(Host, stopping);
        screen.Show(new { Checks = checks }, console => Print(checks, console));
        return checks.Any(check => check.State == CheckState.Broken) ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Print(IReadOnlyList<Check> checks, IAnsiConsole console)
    {
        var table = Tables.New("", "what", "found");
        foreach (var check in checks)
        {
            var (mark, color) = check.State switch
            {
                CheckState.Fine => ("ok", Color.Green),
                CheckState.Lacking => ("warn", Color.Yellow),
                _ => ("broken", Color.Red),
            };
            var found = check.WayOut is { } way ? $"{check.Found}\n{way}" : check.Found;
            table.AddRow(new Text(mark, new Style(color)), new Text(check.Name), new Text(found));
        }

        console.Write(table);
    }
}
