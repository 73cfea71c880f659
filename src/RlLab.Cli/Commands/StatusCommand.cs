using System.CommandLine;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows how a sweep stands, whoever trains it.</summary>
internal sealed class StatusCommand : LabCommand
{
    private const int ShownRuns = 20;

    private readonly Argument<string> _sweep = SharedOptions.Sweep();

    public StatusCommand(HostContext host)
        : base(
            host,
            "status",
            "Show how a sweep stands: what is done, what trains now, how long it will take.",
            "status latest",
            "status 8d39956e --json") =>
        Arguments.Add(_sweep);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        TellInterrupted(screen);
        var (store, _) = new SweepLibrary(Host, LabDirectory.Of(Host)).Open(arguments.GetRequiredValue(_sweep), screen);
        using (store)
        {
            var sweep = store.Read();
            var standing = new SweepStanding(sweep, store.Working(), Host.Clock.GetUtcNow());
            var slurm = await SlurmAsync(sweep, screen, stopping);
            screen.Show(standing.Document(slurm), console =>
            {
                console.WriteLine($"{sweep.Header.Title}, sweep {sweep.Header.Id[..8]}: {standing}");
                if (slurm is { Problem: null })
                {
                    console.WriteLine($"  Slurm: {slurm}");
                }

                foreach (var run in standing.Running.Take(ShownRuns))
                {
                    console.WriteLine($"  {run}");
                }

                if (standing.Running.Count > ShownRuns)
                {
                    console.WriteLine($"  ... and {standing.Running.Count - ShownRuns:N0} more; --json lists them all.");
                }

                // Whether a cluster's tasks are at it, nobody knows while it does not answer.
                if (standing.CanBeResumed && slurm is null or { Active: 0, Problem: null })
                {
                    console.WriteLine($"Go on:        {Host.CommandPrefix} resume {sweep.Header.Id[..8]}");
                }

                if (standing.Running.Count == 0 && slurm is null or { Problem: null } && sweep.Runs.Any(run => run.State == RunState.Failed))
                {
                    console.WriteLine($"Try again:    {Host.CommandPrefix} retry {sweep.Header.Id[..8]} --failed");
                }
            });
        }

        return ExitCode.Done;
    }

    /// <summary>What the cluster says of its tasks; null where the sweep has none.</summary>
    private async Task<SlurmStanding?> SlurmAsync(SweepRecord sweep, Screen screen, CancellationToken stopping)
    {
        if (sweep.Submitted.Count == 0)
        {
            return null;
        }

        var settings = SettingsReader.Read(Host);
        var standing = await new SlurmSession(Host, screen, settings, settings.Sweep).Queue(sweep).AskAsync(stopping);
        if (standing.Problem is { } problem)
        {
            screen.Note($"warning: {problem} What follows is what the sweep's store says.");
        }

        return standing;
    }
}
