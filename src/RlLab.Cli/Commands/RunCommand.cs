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
        var parameters = experiment.Complete(values);
        ConstraintCheck.Refuse(experiment, parameters);
        foreach (var told in ParameterBinder.OutsideDomain(experiment, values))
        {
            screen.Note(told);
        }

        var placement = await Placement.ChooseAsync(
            Host, screen, settings, arguments.GetValue(_engine), arguments.GetValue(_device), experiment, stopping);
        var seed = arguments.GetValue(_seed) ?? 0;
        var single = await SingleRun.TrainAsync(
            Host, screen, settings, experiment, parameters, seed, placement, new Dictionary<string, string>(), stopping);
        var (run, outcome, log, shipped) = single;
        var folder = Path.Combine(LabDirectory.Runs(LabDirectory.Of(Host)), run.Id);
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
        return single.ExitCode;
    }
}
