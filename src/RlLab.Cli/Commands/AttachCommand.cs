using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Shows live how a sweep goes that others train.</summary>
internal sealed class AttachCommand : LabCommand
{
    private readonly Argument<string> _sweep = SharedOptions.Sweep();

    public AttachCommand(HostContext host)
        : base(host, "attach", "Show live how a sweep goes that other processes train; Ctrl-C leaves it to them.", "attach latest") =>
        Arguments.Add(_sweep);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var (store, _) = new SweepLibrary(Host, LabDirectory.Of(Host)).Open(arguments.GetRequiredValue(_sweep));
        using (store)
        {
            var sweep = store.Read();
            var watch = new SweepWatch(sweep.Total, sweep.Header.Direction, Host.Clock);
            watch.Begin(sweep);
            var watching = new StoreWatcher(store, watch, Host.Clock).WatchAsync(sweep, stopping);
            await SweepDisplay.ShowWhileAsync(screen, watch, Host.Clock, watching, CancellationToken.None);
            var report = new ComparisonReport(store.Read(), Host.Experiments);
            screen.Show(report.Document(), report.Print);
            return stopping.IsCancellationRequested ? ExitCode.Stopped : ExitCode.Done;
        }
    }
}
