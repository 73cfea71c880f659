using System.CommandLine;
using RlLab.Sweeps;
using RlLab.Tracking;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Trains one setting with one seed, in this process.</summary>
internal sealed class RunCommand : LabCommand
{
    private readonly Argument<string> _experiment = SharedOptions.Experiment();
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<long?> _seed = SharedOptions.WholeNumber<long>(
        "--seed", "The seed of everything random in the run. [default: 0]");

    private readonly Option<string?> _device = SharedOptions.Device();
    private readonly Option<string?> _engine = SharedOptions.Engine();

    public RunCommand(HostContext host)
        : base(
            host,
            "run",
            "Train one setting with one seed.",
            "run cartpole-reinforce",
            "run cartpole-reinforce --set LearningRate=0.01 --seed 3")
    {
        Arguments.Add(_experiment);
        Options.Add(_set);
        Options.Add(_seed);
        Options.Add(_device);
        Options.Add(_engine);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        TellInterrupted(screen);
        var experiment = Host.Experiment(arguments.GetRequiredValue(_experiment));
        var values = settings.FixedValues(experiment, arguments.GetValue(_set)!);
        var parameters = values.Over(experiment.Defaults);
        foreach (var told in ParameterBinder.OutsideDomain(experiment, values))
        {
            screen.Note(told);
        }

        var placement = await Placement.ChooseAsync(
            Host, screen, settings, arguments.GetValue(_engine), arguments.GetValue(_device), experiment, stopping);
        var seed = arguments.GetValue(_seed) ?? 0;
        var lab = LabDirectory.Of(Host);

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
            Source.Tags(Host, settings, experiment, placement, what => screen.Note($"warning: {what}")));
        var named = TrackingChoice.Named(Host, settings);
        await using var tracking = await TrackingSession.StartAsync(Host, named, stopping: stopping);
        tracking.Follow(run.Id);
        screen.Note($"Run {run.Id[..8]} of {experiment.Name} with seed {seed} on {placement}. Logging to {tracking.Server}.");
        screen.Note($"A video becomes {Host.ChooseVideo().Reason}.");

        // Standard output is for the result alone, whatever the experiment prints.
        Host.LeaveStreamsToTheRun();
        var watch = new SweepWatch(1, experiment.Sweep?.Direction ?? Direction.Maximize, Host.Clock);
        watch.Started(run);
        var trainer = new RunTrainer(Host, lab, settings.ExperimentPrefix)
        {
            Exiting = ended => Environment.ExitCode = new ErrorReport(ended).Show(screen),
        };
        var training = Task.Factory.StartNew(
            () => trainer.Train(run, progress => watch.Progressed(run, progress), stopping),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await SweepDisplay.ShowWhileAsync(screen, watch, Host.Clock, training, stopping);
        var outcome = await training;
        var shipped = await tracking.FinishAsync(stopping);
        var log = RunLog.TryRead(Path.Combine(LabDirectory.Runs(lab), run.Id));

        var folder = Path.Combine(LabDirectory.Runs(lab), run.Id);
        screen.Show(
            new
            {
                Run = run.Id,
                Experiment = experiment.Name,
                Seed = seed,
                Engine = placement.Engine.ToString(),
                placement.Device,
                Parameters = ParameterDocument.Values(parameters),
                outcome.State,
                outcome.Objective,
                outcome.Message,
                Metrics = log is null ? null : MetricDocument.Of(log, run.Objective, experiment.Sweep?.Direction ?? Direction.Maximize),
                Folder = folder,
                Tracking = shipped.Document,
            },
            console =>
            {
                var word = outcome.State.Word();
                console.WriteLine(outcome.State == RunState.Finished
                    ? $"Finished{(run.Objective.Length > 0 ? $": {run.Objective} {Numbers.Short(outcome.Objective)}" : "")}."
                    : $"{char.ToUpperInvariant(word[0])}{word[1..]}: {outcome.Message}");
                console.WriteLine($"Everything it logged is in {folder}.");
                console.WriteLine($"Look at it:   {shipped.WhereToLook(run.Id)}");
            });
        shipped.ShowProblems(screen);
        return outcome.State switch
        {
            RunState.Finished => ExitCode.Done,
            RunState.Killed => ExitCode.Stopped,
            _ => ExitCode.Failed,
        };
    }
}
