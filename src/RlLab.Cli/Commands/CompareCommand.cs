using System.CommandLine;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows the settings of a sweep, best first.</summary>
internal sealed class CompareCommand : LabCommand
{
    private readonly Argument<string> _sweep = new("SWEEP|EXPERIMENT")
    {
        Description = "The beginning of a sweep's id, 'latest', or an experiment's name for its newest sweep.",
    };

    public CompareCommand(HostContext host)
        : base(
            host,
            "compare",
            "Compare the settings of a sweep over seeds, best first.",
            "compare cartpole-reinforce",
            "compare latest --json") => Arguments.Add(_sweep);

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        TellInterrupted(screen);
        var sweep = new SweepLibrary(Host, LabDirectory.Of(Host)).Find(arguments.GetRequiredValue(_sweep));
        var report = new ComparisonReport(sweep, Host.Experiments);
        screen.Show(report.Document(), console =>
        {
            var (header, started) = (sweep.Header, sweep.Header.Started.ToLocalTime());
            console.WriteLine($"{header.Title}, sweep {header.Id[..8]} of {started:yyyy-MM-dd HH:mm}");
            report.Print(console);
        });
        return Task.FromResult(ExitCode.Done);
    }
}
