using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Tells of a sweep whose workers somebody else starts.</summary>
/// <param name="host">Says how commands are typed.</param>
/// <param name="screen">Where to write.</param>
internal sealed class SweepBegun(HostContext host, Screen screen)
{
    /// <summary>Tells of it, and returns the exit code.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="address">How workers find its store.</param>
    public int Show(SweepRecord sweep, string address)
    {
        var (header, left) = (sweep.Header, sweep.Total - sweep.Runs.Count(run => run.HasEnded));
        var known = StoreAddress.IsOne(address) ? address : header.Id[..8];
        screen.Show(new { Sweep = header.Id, header.Experiment, header.Name, RunsLeft = left, Store = address }, console =>
        {
            console.WriteLine(
                $"Sweep {header.Id[..8]} of {header.Title}: {sweep.Size}, "
                + $"{left} to train on {header.Settings!.Device} ({header.Settings.Engine} engine).");
            console.WriteLine($"Train it:      {host.CommandPrefix} worker --store {address}");
            console.WriteLine($"How it stands: {host.CommandPrefix} status {known}");
        });
        return ExitCode.Done;
    }
}
