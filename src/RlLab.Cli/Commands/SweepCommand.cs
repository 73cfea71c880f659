using System.CommandLine;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Trains every setting of a plan with every seed, and compares them.</summary>
internal sealed class SweepCommand : LabCommand
{
    private readonly SweepArguments _sweep = new();
    private readonly Option<int?> _parallel = SharedOptions.WholeNumber<int>(
        "--parallel", "How many runs train at once. [default: the number of cores]");

    private readonly Option<string?> _device = SharedOptions.Device();
    private readonly Option<string?> _engine = SharedOptions.Engine();

    public SweepCommand(HostContext host)
        : base(
            host,
            "sweep",
            "Train every setting with every seed, and compare them.",
            "sweep cartpole-reinforce",
            "sweep cartpole-dqn --defaults --seeds 10",
            "sweep cartpole-reinforce --sampler grid --space HiddenUnits=40,80 --set LearningRate=0.01 --set Discount=0.99",
            "sweep cartpole-reinforce --sampler random --trials 20 --seeds 5 --parallel 2 --set HiddenUnits=32")
    {
        _sweep.AddTo(this);
        Options.Add(_parallel);
        Options.Add(_device);
        Options.Add(_engine);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        TellInterrupted(screen);
        var plan = _sweep.Plan(Host, settings, arguments, screen);
        var placement = await Placement.ChooseAsync(
            Host, screen, settings, arguments.GetValue(_engine), arguments.GetValue(_device), plan.Experiment, stopping);
        var parallel = Math.Min(plan.Runs, Parallel(arguments, settings));
        var lab = LabDirectory.Of(Host);

        var header = SweepRequests.Header(plan, SweepRequests.NewId(), Host.Clock.GetUtcNow());
        var tags = Source.Tags(Host, settings, plan.Experiment, placement, what => screen.Note($"warning: {what}"));
        var requests = SweepRequests.Runs(plan, header.Id, placement.Device, tags);
        var journal = LabDirectory.SweepJournal(lab, header.Id);

        var named = TrackingChoice.Named(Host, settings);
        await using var tracking = await TrackingSession.StartAsync(Host, named, stopping: stopping);
        screen.Note(
            $"Sweep {header.Id[..8]} of {plan.Experiment.Name}: {plan.Trials} trials x {plan.Seeds.Count} seeds = {plan.Runs} runs, "
            + $"{parallel} at once on {placement}. Logging to {tracking.Server}.");
        screen.Note($"A video becomes {Host.ChooseVideo().Reason}.");

        using var parent = SweepRun.Begin(lab, header, plan, settings.ExperimentPrefix + plan.Experiment.Name, tags, Host.Clock);
        tracking.Follow(header.Id);
        requests.ToList().ForEach(run => tracking.Follow(run.Id));
        var planned = requests.Select(r => new RunPlanned(r.Id, r.Trial, r.Seed, r.Parameters));
        using (var store = SweepStore.Create(journal, header, planned, Host.Clock))
        {
            var watch = new SweepWatch(plan.Runs, plan.Direction, Host.Clock);
            var threads = Math.Max(1, Host.Cores / parallel);
            await using var launcher = new RecordingLauncher(
                new LocalLauncher(
                    parallel,
                    () => Host.Program!.With(WorkerCommand.ArgumentsFor(lab, settings.ExperimentPrefix, placement.Engine.Engine, threads)),
                    Path.GetDirectoryName(journal)!,
                    WorkerCommand.Grace),
                new RunTrainer(Host, lab, settings.ExperimentPrefix) { CheckpointEvery = settings.CheckpointEvery });
            var sweeping = new SweepRunner(store, launcher, watch).RunAsync(requests, stopping);
            await SweepDisplay.ShowWhileAsync(screen, watch, Host.Clock, sweeping, stopping);
        }

        var sweep = SweepRecord.Read(journal);
        var report = new ComparisonReport(sweep, Host.Experiments);
        parent.End(sweep, report, stopping.IsCancellationRequested);
        var shipped = await tracking.FinishAsync(stopping);

        screen.Show(report.Document(shipped.Document), console =>
        {
            report.Print(console);
            console.WriteLine();
            console.WriteLine($"Again:        {Host.CommandPrefix} compare {header.Id[..8]}");
            console.WriteLine($"Look further: {shipped.WhereToLook(header.Id)}");
        });
        shipped.ShowProblems(screen);
        return stopping.IsCancellationRequested ? ExitCode.Stopped
            : sweep.Runs.Any(run => run.State is RunState.Failed or RunState.NotComparable) ? ExitCode.Failed
            : ExitCode.Done;
    }

    private int Parallel(ParseResult arguments, LabSettings settings)
    {
        var parallel = arguments.GetValue(_parallel) ?? settings.Parallel ?? Host.Cores;
        return parallel >= 1
            ? parallel
            : throw new UserException($"--parallel {parallel} trains nothing: it takes a whole number from 1.");
    }
}
