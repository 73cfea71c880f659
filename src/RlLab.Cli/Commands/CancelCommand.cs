using System.CommandLine;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Has a sweep's workers stop, wherever they are.</summary>
internal sealed class CancelCommand : LabCommand
{
    private readonly Argument<string> _sweep = SharedOptions.Sweep();

    public CancelCommand(HostContext host)
        : base(host, "cancel", "Have the workers of a sweep stop, wherever they are.", "cancel latest", "cancel 8d39956e") =>
        Arguments.Add(_sweep);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var (store, _) = new SweepLibrary(Host, LabDirectory.Of(Host)).Open(arguments.GetRequiredValue(_sweep), screen);
        using (store)
        {
            var sweep = store.Read();
            if (sweep.Runs.Count(run => run.HasEnded) == sweep.Total)
            {
                throw new UserException($"The sweep {sweep.Header.Id[..8]} has ended, so that there is nothing to cancel.");
            }

            store.Note(new SweepCancelled(sweep.Round));
            if (sweep.Submitted.Count > 0)
            {
                var settings = SettingsReader.Read(Host);
                await new SlurmSession(Host, screen, settings, settings.Sweep).CancelAsync(sweep, stopping);
            }

            var (id, running) = (sweep.Header.Id, sweep.Runs.Count(run => run.State == RunState.Running));
            screen.Show(new { Sweep = id, Running = running }, console =>
            {
                var runs = $"{running} {(running == 1 ? "run" : "runs")}";
                console.WriteLine($"Sweep {id[..8]} is cancelled. {runs} will be stopped within {store.Lease / 12:%s} s.");
                console.WriteLine($"Go on:        {Host.CommandPrefix} resume {id[..8]}");
            });
        }

        return ExitCode.Done;
    }
}
