using RlLab.Sweeps;
using RlLab.Tracking;
using Spectre.Console;

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

    /// <summary>What to train: a run that is new.</summary>
    /// <param name="host">What the command takes from the world around it.</param>
    /// <param name="screen">Where to warn.</param>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="parameters">A value for every parameter.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="placement">Where.</param>
    /// <param name="tags">What the run is tagged with beside what every run is.</param>
    public static RunRequest New(
        HostContext host,
        Screen screen,
        LabSettings settings,
        ExperimentDescriptor experiment,
        ParameterSet parameters,
        long seed,
        Placement placement,
        params IReadOnlyCollection<KeyValuePair<string, string>> tags)
    {
        var standard = Source.Tags(host, settings, experiment, placement, what => screen.Note($"warning: {what}"));
        return new RunRequest(
            SweepRequests.NewId(),
            $"seed-{seed}",
            Sweep: null,
            experiment.Name,
            Trial: 0,
            seed,
            placement.Device,
            experiment.Sweep?.Objective ?? "",
            ParameterBinder.Texts(parameters),
            new Dictionary<string, string>([.. standard, .. tags]));
    }

    /// <summary>Trains it, or goes on with it where it was stopped.</summary>
    /// <param name="host">What the command takes from the world around it.</param>
    /// <param name="screen">Where to show it.</param>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="run">What to train.</param>
    /// <param name="placement">Where.</param>
    /// <param name="stopping">Signalled when it shall stop.</param>
    public static async Task<SingleRun> TrainAsync(
        HostContext host, Screen screen, LabSettings settings, RunRequest run, Placement placement, CancellationToken stopping)
    {
        var lab = LabDirectory.Of(host);
        var experiment = host.Experiment(run.Experiment);
        await using var tracking = await TrackingSession.StartAsync(host, TrackingChoice.Named(host, settings), stopping: stopping);
        tracking.Follow(run.Id);
        screen.Note($"Run {run.Id[..8]} of {experiment.Name} with seed {run.Seed} on {placement}. Logging to {tracking.Server}.");
        screen.Note($"A video becomes {host.ChooseVideo().Reason}.");

        // Standard output is for the result alone, whatever the experiment prints.
        host.LeaveStreamsToTheRun();
        var watch = new SweepWatch(1, experiment.Sweep?.Direction ?? Direction.Maximize, host.Clock);
        watch.Started(run);
        var trainer = new RunTrainer(host, lab, settings.ExperimentPrefix)
        {
            CheckpointEvery = settings.CheckpointEvery,
            Recording = RecordingOptions.Of(host, settings, experiment),
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

    /// <summary>Tells what came of it.</summary>
    /// <param name="host">Knows how the program is called, and where its runs lie.</param>
    /// <param name="screen">Where.</param>
    /// <param name="placement">Where it trained.</param>
    public void Show(HostContext host, Screen screen, Placement placement)
    {
        var folder = Path.Combine(LabDirectory.Runs(LabDirectory.Of(host)), Request.Id);
        var direction = host.Experiment(Request.Experiment).Sweep?.Direction ?? Direction.Maximize;
        screen.Show(
            new
            {
                Run = Request.Id,
                Request.Experiment,
                Request.Seed,
                Engine = placement.Engine.ToString(),
                placement.Device,
                Parameters = ParameterDocument.Values(ParameterBinder.Read(host.Experiment(Request.Experiment), Request.Parameters)),
                Outcome.State,
                Outcome.Objective,
                Outcome.Message,
                Metrics = Log is null ? null : MetricDocument.Of(Log, Request.Objective, direction),
                Folder = folder,
                Tracking = Shipped.Document,
            },
            console =>
            {
                var word = Outcome.State.Word();
                console.WriteLine(Outcome.State == RunState.Finished
                    ? $"Finished{(Request.Objective.Length > 0 ? $": {Request.Objective} {Numbers.Short(Outcome.Objective)}" : "")}."
                    : $"{char.ToUpperInvariant(word[0])}{word[1..]}: {Outcome.Message}");
                if (Directory.Exists(folder))
                {
                    console.WriteLine($"Everything it logged is in {folder}.");
                }

                if (Outcome.State == RunState.Killed)
                {
                    console.WriteLine($"Go on:        {host.CommandPrefix} resume {Request.Id[..8]}");
                }

                console.WriteLine($"Look at it:   {Shipped.WhereToLook(Request.Id)}");
            });
        Shipped.ShowProblems(screen);
    }
}
