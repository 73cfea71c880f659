using System.Collections.Concurrent;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Has what a sweep still wants trained, shows how it goes, and compares what came of it.</summary>
/// <param name="host">What it takes from the world around it.</param>
/// <param name="screen">Where to write.</param>
/// <param name="settings">Say which server is logged to.</param>
/// <param name="parallel">How many workers train at once.</param>
/// <param name="shares">What the runs share, and how long the session may go on.</param>
internal sealed class SweepSession(HostContext host, Screen screen, LabSettings settings, int parallel, SweepSettings shares)
{
    /// <summary>Goes on until nothing is wanted any more.</summary>
    /// <param name="store">The sweep's store, whose lead this process has.</param>
    /// <param name="address">How workers find the store.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="lab">The folder <c>.rllab</c>.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <param name="cluster">Workers that a cluster starts, and that go on without this command. Default: null, workers of this machine.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        ISweepStore store, string address, SweepPlan plan, string lab, CancellationToken stopping, SlurmWatch? cluster = null)
    {
        var begun = store.Read();
        var (header, id) = (begun.Header, begun.Header.Id);
        await using var tracking = await TrackingSession.StartAsync(host, TrackingChoice.Named(host, settings), stopping: stopping);
        screen.Note(
            $"Sweep {id[..8]} of {header.Title}: {begun.Size}, "
            + $"{AtOnce(header.Settings!.Lanes)} on {header.Settings.Device} ({header.Settings.Engine} engine). Logging to {tracking.Server}.");
        screen.Note(header.Settings.Films
            ? $"A video becomes {host.ChooseVideo().Reason}."
            : $"No videos are made (--films off). `{host.CommandPrefix} play {id[..8]} --film` films what the best run has learned.");
        if (begun.Runs.Count(run => run.HasEnded) is var ended and > 0)
        {
            screen.Note(ended == begun.Total
                ? $"All {ended} runs have ended before, so that nothing is left to train."
                : $"{ended} of the {begun.Total} runs {(ended == 1 ? "has" : "have")} ended before.");
        }

        using var parent = SweepRun.Begin(
            lab, header, plan, header.Settings.ExperimentPrefix + header.Experiment, header.Settings.Tags,
            RecordingOptions.Of(host, settings, plan.Experiment), host.Clock);
        tracking.Follow(id);
        Follow(begun);

        using var spent = shares.Budget is { } time ? new CancellationTokenSource(time, host.Clock) : new CancellationTokenSource();
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(stopping, spent.Token);
        var watch = new SweepWatch(begun.Total, header.Direction, host.Clock);
        watch.Begin(begun);
        var own = new ConcurrentDictionary<string, bool>();
        var observer = new RecordingObserver(watch, new RunTrainer(host, lab, header.Settings.ExperimentPrefix), run =>
        {
            own.TryAdd(run, true);
            tracking.Follow(run);
        });
        var others = new StoreWatcher(store, watch, host.Clock, _ => Task.FromResult(true)) { Seen = See, IsKnown = own.ContainsKey };
        using var over = new CancellationTokenSource();
        var training = ((ILauncher?)cluster ?? Launcher(store, address, plan, lab, id)).RunAsync(observer, budget.Token);
        var watching = cluster is null ? others.WatchAsync(begun, over.Token) : Task.CompletedTask;
        await SweepDisplay.ShowWhileAsync(screen, watch, host.Clock, training, budget.Token);
        await over.CancelAsync();
        await watching;

        var sweep = store.Read();
        var isStopped = sweep.IsCancelled || budget.IsCancellationRequested;
        var report = new ComparisonReport(sweep, host.Experiments);
        var goesOn = cluster is { MayHaveTasks: true } && !sweep.IsCancelled && sweep.Runs.Count(run => run.HasEnded) < sweep.Total;
        if (!goesOn)
        {
            parent.End(sweep, report, isStopped);
        }

        Follow(sweep);
        var shipped = await tracking.FinishAsync(stopping);
        Show(sweep, report, shipped, goesOn, isOverBudget: budget.IsCancellationRequested && !stopping.IsCancellationRequested);
        return ExitCode.Of(sweep, stopping);

        void See(SweepRecord record)
        {
            watch.See(record);
            Follow(record);
        }

        // Also what workers elsewhere trained, of which nobody else tells.
        void Follow(SweepRecord record)
        {
            foreach (var run in record.Runs.Where(run => run.Attempts > 0))
            {
                tracking.Follow(run.Id);
            }
        }
    }

    private LocalLauncher Launcher(ISweepStore store, string address, SweepPlan plan, string lab, string sweep)
    {
        var folder = Path.GetDirectoryName(LabDirectory.SweepJournal(lab, sweep))!;
        var threads = shares.Threads ?? Math.Max(1, host.Cores / parallel);
        return new LocalLauncher(store, plan.Schedule(), parallel, Command, folder, WorkerCommand.Grace, host.Clock);

        System.Diagnostics.ProcessStartInfo Command(int slot, string log)
        {
            var command = host.Program!.With(WorkerCommand.ArgumentsFor(address, threads, log));
            if (shares.Gpus.Count > 0)
            {
                command.Environment["CUDA_VISIBLE_DEVICES"] = shares.Gpus[slot % shares.Gpus.Count];
            }

            return command;
        }
    }

    private string AtOnce(LaneSettings? lanes) => lanes is null
        ? $"{parallel} at once"
        : $"{parallel} {(parallel == 1 ? "worker" : "workers")} of {lanes.Width} lanes";

    private void Show(SweepRecord sweep, ComparisonReport report, ShippingSummary shipped, bool goesOn, bool isOverBudget)
    {
        var id = sweep.Header.Id;
        screen.Show(report.Document(shipped.Document), console =>
        {
            report.Print(console);
            console.WriteLine();
            if (isOverBudget)
            {
                console.WriteLine($"The budget of {Numbers.Short(shares.Budget!.Value.TotalHours)} hours is spent.");
            }

            if (goesOn)
            {
                console.WriteLine($"Watch and log: {host.CommandPrefix} attach {id[..8]}");
            }
            else if (sweep.Runs.Count(run => run.HasEnded) < sweep.Total)
            {
                console.WriteLine($"Go on:        {host.CommandPrefix} resume {id[..8]}");
            }

            if (sweep.Runs.Any(run => run.State == RunState.Failed))
            {
                console.WriteLine($"Try again:    {host.CommandPrefix} retry {id[..8]} --failed");
            }

            console.WriteLine($"Compare:      {host.CommandPrefix} compare {id[..8]}");
            console.WriteLine($"Look further: {shipped.WhereToLook(id)}");
        });
        shipped.ShowProblems(screen);
    }
}
