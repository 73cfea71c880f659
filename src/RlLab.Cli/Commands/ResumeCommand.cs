using System.CommandLine;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Trains what a sweep lacks: what was stopped, interrupted or never begun. Of a run on its own, what it lacks.</summary>
internal sealed class ResumeCommand : TakeUpCommand
{
    public ResumeCommand(HostContext host)
        : base(
            host,
            "resume",
            "Train the runs of a sweep that were stopped, interrupted or never begun, and no others; or go on with a run of `run`.",
            new Argument<string>("SWEEP|EXPERIMENT|ADDRESS|RUN")
            {
                Description = $"{SharedOptions.Sweep().Description!.TrimEnd('.')}; or the beginning of a run's id.",
            },
            "resume latest",
            "resume 8d39956e --parallel 2 --hours 8",
            "resume 8d39956e --until-decided --budget-runs 60",
            "resume 1a2b3c4d")
    {
    }

    protected override bool TakesRuns => true;

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping) =>
        new RunLibrary(Host, LabDirectory.Of(Host)).FindSingle(arguments.GetRequiredValue(Taken)) is { } run
            ? ResumeAsync(run, arguments, screen, stopping)
            : base.RunAsync(arguments, screen, stopping);

    protected override IReadOnlyList<SweepEvent> Wanted(ParseResult arguments, SweepRecord sweep, SweepPlan plan) => [];

    private async Task<int> ResumeAsync(RunLog recorded, ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var id = recorded.Header.Id;
        RefuseUnlessItCanGoOn(recorded);
        RefuseOptionsOfSweeps(arguments, id);
        var settings = SettingsReader.Read(Host);
        TellInterrupted(screen);
        var experiment = new RunLibrary(Host, LabDirectory.Of(Host)).ExperimentOf(recorded, settings.ExperimentPrefix);
        var parameters = experiment.Complete(RunLibrary.SettingOf(recorded, experiment, screen));
        var (engine, device) = RunLibrary.PlaceOf(recorded);
        var placement = await Placement.ChooseAsync(Host, screen, settings, engine, device, experiment, stopping);
        var from = StartingTags.Of(recorded.Tags);
        var run = SingleRun.New(Host, screen, settings, experiment, parameters, recorded.Header.Seed ?? 0, placement, from) with { Id = id };
        var single = await SingleRun.TrainAsync(Host, screen, settings, run, placement, stopping);
        single.Show(Host, screen, placement);
        return single.ExitCode;
    }

    private void RefuseUnlessItCanGoOn(RunLog run)
    {
        var id = run.Header.Id[..8];
        if (run.Header.ParentId is { } sweep)
        {
            throw new UserException($"The run {id} is one of the sweep {sweep[..8]}, which takes its runs up itself: `resume {sweep[..8]}`.");
        }

        if (run.Status is RunStatus.Finished or RunStatus.Running)
        {
            throw new UserException(run.Status == RunStatus.Running
                ? $"The run {id} goes on in another process."
                : $"The run {id} has trained to its end, so that nothing is left to train. `rerun {id}` trains it once more.");
        }
    }

    private static void RefuseOptionsOfSweeps(ParseResult arguments, string run)
    {
        var given = arguments.CommandResult.Command.Options.FirstOrDefault(
            option => option.Name != "--json" && arguments.GetResult(option) is { Implicit: false });
        if (given is not null)
        {
            throw new UserException($"{given.Name} is for sweeps, and {run[..8]} is a run on its own, which goes on as it was begun. Leave it out.");
        }
    }
}
