using System.CommandLine;

namespace RlLab.Cli;

/// <summary>Trains one setting with one seed, in this process.</summary>
internal sealed class RunCommand : LabCommand
{
    private readonly Argument<string> _experiment = SharedOptions.Experiment();
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<long?> _seed = SharedOptions.WholeNumber<long>(
        "--seed", "The seed of everything random in the run. [default: 0]");

    private readonly Option<string?> _from = SharedOptions.From();
    private readonly Option<string?> _device = SharedOptions.Device();
    private readonly Option<string?> _engine = SharedOptions.Engine();

    public RunCommand(HostContext host)
        : base(
            host,
            "run",
            "Train one setting with one seed.",
            "run cartpole-reinforce",
            "run cartpole-reinforce --set LearningRate=0.01 --seed 3",
            "run cartpole-reinforce --from policy.safetensors")
    {
        Arguments.Add(_experiment);
        Options.Add(_set);
        Options.Add(_seed);
        Options.Add(_from);
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
        var from = StartingTags.Of(Host, arguments.GetValue(_from));
        var run = SingleRun.New(Host, screen, settings, experiment, parameters, seed, placement, from);
        var single = await SingleRun.TrainAsync(Host, screen, settings, run, placement, stopping);
        single.Show(Host, screen, placement);
        return single.ExitCode;
    }
}
