using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>A run on its own, trained in this process and shown while it trains.</summary>
/// <param name="Request">What was trained.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Log">What it recorded; null where that is nothing.</param>
/// <param name="Shipped">What the tracking server has of it.</param>
internal sealed record SingleRun(RunRequest Request, RunOutcome Outcome, RunLog? Log, ShippingSummary Shipped)
{
    /// <summary>What the command ends with.</summary>
    public int ExitCode => Outcome.State switch
    {
        RunState.Finished => Cli.ExitCode.Done,
        RunState.Killed => Cli.ExitCode.Stopped,
        _ => Cli.ExitCode.Failed,
    };

    /// <summary>Trains it.</summary>
    /// <param name="host">What the command takes from the world around it.</param>
    /// <param name="screen">Where to show it.</param>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="experiment">What to train.</param>
    /// <param name="parameters">A value for every parameter.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="placement">Where.</param>
    /// <param name="tags">What the run is tagged with beside what every run is.</param>
    /// <param name="stopping">Signalled when it shall stop.</param>
    public static async Task<SingleRun> TrainAsync(
        HostContext host,
        Screen screen,
        LabSettings settings,
        ExperimentDescriptor experiment,
        ParameterSet parameters,
        long seed,
        Placement placement,
        IReadOnlyDictionary<string, string> tags,
        CancellationToken stopping)
    {
        var lab = LabDirectory.Of(host);
        var standard = Source.Tags(host, settings, experiment, placement, what => screen.Note($"warning: {what}"));
        var run = new RunRequest(
            SweepRequests.NewId(),
            $"seed-{seed}",
            Sweep: null,
            experiment.Name,
            Trial: 0,
            seed,
            placement.Device,
            experiment.Sweep?.Objective ?? "",
            ParameterBinder.Texts(parameters),
            new Dictionary<string, string>(standard.Concat(tags)));
        await using var tracking = await TrackingSession.StartAsync(host, TrackingChoice.Named(host, settings), stopping: stopping);
        tracking.Follow(run.Id);
        screen.Note($"Run {run.Id[..8]} of {experiment.Name} with seed {seed} on {placement}. Logging to {tracking.Server}.");
        screen.Note($"A video becomes {host.ChooseVideo().Reason}.");

        // Standard output is for the result alone, whatever the experiment prints.
        host.LeaveStreamsToTheRun();
        var watch = new SweepWatch(1, experiment.Sweep?.Direction ?? Direction.Maximize, host.Clock);
        watch.Started(run);
        var trainer = new RunTrainer(host, lab, settings.ExperimentPrefix)
        {
            CheckpointEvery = settings.CheckpointEvery,
            Exiting = ended => Environment.ExitCode = new ErrorReport(ended).Show(screen),
        };
        var training = Task.Factory.StartNew(
            () => trainer.Train(run, progress => watch.Progressed(run, progress), stopping),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await SweepDisplay.ShowWhileAsync(screen, watch, host.Clock, training, stopping);
        var outcome = await training;
        var shipped = await tracking.FinishAsync(stopping);
        return new SingleRun(run, outcome, RunLog.TryRead(Path.Combine(LabDirectory.Runs(lab), run.Id)), shipped);
    }
}
