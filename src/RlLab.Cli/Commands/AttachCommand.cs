using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Shows live how a sweep goes that others train.</summary>
internal sealed class AttachCommand : LabCommand
{
    private readonly Argument<string> _sweep = SharedOptions.Sweep();

    public AttachCommand(HostContext host)
        : base(host, "attach", "Show live how a sweep goes that others train, and log a cluster's; Ctrl-C leaves it to them.", "attach latest") =>
        Arguments.Add(_sweep);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var lab = LabDirectory.Of(Host);
        var (store, address) = new SweepLibrary(Host, lab).Open(arguments.GetRequiredValue(_sweep), screen);
        using (store)
        {
            var sweep = store.Read();
            if (sweep.Submitted.Count > 0 && TryLead(store) is { } lead)
            {
                using (lead)
                {
                    return await LogAsync(store, address, sweep, lab, screen, stopping);
                }
            }

            var watch = new SweepWatch(sweep.Total, sweep.Header.Direction, Host.Clock);
            watch.Begin(sweep);
            var watching = new StoreWatcher(store, watch, Host.Clock) { Seen = watch.See }.WatchAsync(sweep, stopping);
            await SweepDisplay.ShowWhileAsync(screen, watch, Host.Clock, watching, CancellationToken.None);
            sweep = store.Read();
            var report = new ComparisonReport(sweep, Host.Experiments);
            screen.Show(report.Document(), report.Print);
            return ExitCode.Of(sweep, stopping);
        }
    }

    /// <summary>Does for a cluster's sweep what the host does for one of this machine: ships what is logged, and ends with the comparison.</summary>
    private Task<int> LogAsync(ISweepStore store, string address, SweepRecord sweep, string lab, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        var queue = new SlurmSession(Host, screen, settings, settings.Sweep).Queue(sweep);
        var session = new SweepSession(Host, screen, settings, sweep.Submitted.Sum(s => s.Tasks), new SweepSettings());
        return session.RunAsync(store, address, SweepPlans.Of(Host, sweep.Header), lab, stopping, new SlurmWatch(store, queue, screen, Host.Clock));
    }

    /// <summary>The lead; null where another command has it, and logs.</summary>
    private static IDisposable? TryLead(ISweepStore store)
    {
        try
        {
            return store.Lead();
        }
        catch (SweepException)
        {
            return null;
        }
    }
}
