using System.CommandLine;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows how a sweep stands, whoever trains it.</summary>
internal sealed class StatusCommand : LabCommand
{
    private readonly Argument<string> _sweep = SharedOptions.Sweep();

    public StatusCommand(HostContext host)
        : base(
            host,
            "status",
            "Show how a sweep stands: what is done, what trains now, how long it will take.",
            "status latest",
            "status 8d39956e --json") =>
        Arguments.Add(_sweep);

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        TellInterrupted(screen);
        var (store, _) = new SweepLibrary(Host, LabDirectory.Of(Host)).Open(arguments.GetRequiredValue(_sweep));
        using (store)
        {
            var sweep = store.Read();
            var standing = new SweepStanding(sweep, store.Working(), Host.Clock.GetUtcNow());
            screen.Show(standing.Document, console =>
            {
                console.WriteLine($"{sweep.Header.Experiment}, sweep {sweep.Header.Id[..8]}: {standing}");
                foreach (var run in standing.Running)
                {
                    console.WriteLine($"  {run}");
                }

                if (standing.CanBeResumed)
                {
                    console.WriteLine($"Go on:        {Host.CommandPrefix} resume {sweep.Header.Id[..8]}");
                }
            });
        }

        return Task.FromResult(ExitCode.Done);
    }
}
