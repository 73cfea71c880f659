using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows what there is to run.</summary>
internal sealed class ListCommand(HostContext host) : LabCommand(host, "list", "Show the experiments.", "list", "list --json")
{
    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var document = Host.Experiments.Select(e => new
        {
            e.Name,
            e.Summary,
            e.PrefersGpu,
            Parameters = e.Parameters.Select(ParameterDocument.Of),
            e.Sweep,
            e.NamedSweeps,
        });
        screen.Show(new { Experiments = document }, Print);
        return Task.FromResult(ExitCode.Done);
    }

    private void Print(IAnsiConsole console)
    {
        var table = Tables.New("experiment", "parameters", "swept", "what it is");
        foreach (var experiment in Host.Experiments)
        {
            table.AddRow(
                new Text(experiment.Name, new Style(decoration: Decoration.Bold)),
                new Text(experiment.Parameters.Count.ToString(CultureInfo.InvariantCulture)),
                new Text(experiment.Parameters.Count(p => p.Domain is not null).ToString(CultureInfo.InvariantCulture)),
                new Text(experiment.Summary));
        }

        console.Write(table);
        if (Host.Experiments.Count > 0)
        {
            console.WriteLine($"Look closer with `plan {Host.Experiments[0].Name}`, train with `run` or `sweep`.");
        }
    }
}
