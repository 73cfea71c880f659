using System.CommandLine;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows what a sweep would do, before anything runs.</summary>
internal sealed class PlanCommand : LabCommand
{
    private const int ShownTrials = 12;

    private readonly SweepArguments _sweep = new();

    public PlanCommand(HostContext host)
        : base(
            host,
            "plan",
            "Show the search space, the number of trials and runs, before anything runs.",
            "plan cartpole-reinforce",
            "plan cartpole-reinforce --space HiddenUnits=40,80 --space LearningRate=1e-4..1e-2:log",
            "plan cartpole-reinforce --sampler random --trials 20 --set HiddenUnits=32") => _sweep.AddTo(this);

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var plan = _sweep.Plan(Host, SettingsReader.Read(Host), arguments, screen);
        screen.Show(Document(plan), console => Print(plan, console));
        return Task.FromResult(ExitCode.Done);
    }

    private static object Document(SweepPlan plan) => new
    {
        Experiment = plan.Experiment.Name,
        plan.Sampler,
        plan.SamplerSeed,
        SpaceSize = plan.Settings,
        plan.Trials,
        plan.Seeds,
        plan.Runs,
        plan.Objective,
        plan.Direction,
        Swept = plan.Space.Parameters.Select(ParameterDocument.Of),
        Fixed = ParameterDocument.Values(plan.Fixed),
        plan.SamplerReason,
        Settings = plan.ListTrials().Select(trial => ParameterDocument.Values(trial.Parameters)),
    };

    private static void Print(SweepPlan plan, IAnsiConsole console)
    {
        var table = Tables.New("parameter", "default", "in this sweep", "what it is");
        foreach (var parameter in plan.Experiment.Parameters)
        {
            var use = plan.Fixed.TryGet(parameter.Name, out var set) ? $"set to {set}"
                : parameter.Domain is { } domain ? domain.ToString()!
                : parameter.Options.Count > 0 ? $"not swept: one of {string.Join(", ", parameter.Options)}"
                : "not swept";
            string[] row = [parameter.Name, parameter.Default.ToString(), use, parameter.Summary];
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(table);
        var (sampler, direction) = (plan.Sampler.Word(), plan.Direction.ToString().ToLowerInvariant());
        var settings = plan.Settings is { } size ? $"{size:N0} settings" : "no end of settings";
        console.WriteLine($"The space has {settings}; the {sampler} sampler takes {plan.Trials:N0}.");
        console.WriteLine(
            $"{plan.Trials:N0} trials x {plan.Seeds.Count} seeds = {plan.Runs:N0} runs, compared by {plan.Objective} ({direction}).");
        if (plan.SamplerReason is { } reason)
        {
            console.WriteLine(reason);
        }

        console.WriteLine();
        var known = plan.ListTrials().ToList();
        foreach (var trial in known.Take(ShownTrials))
        {
            var swept = plan.Space.Parameters.Where(p => trial.Parameters.TryGet(p.Name, out _))
                .Select(p => $"{p.Name}={Numbers.ShortParameter(trial.Parameters[p.Name].ToString())}");
            console.WriteLine($"  trial {trial.Number}  {string.Join(' ', swept)}");
        }

        if (known.Count > ShownTrials)
        {
            console.WriteLine($"  ... and {known.Count - ShownTrials:N0} more; --json lists them all.");
        }

        if (plan.Trials > known.Count)
        {
            console.WriteLine($"  The other {plan.Trials - known.Count:N0} depend on what comes of those before them.");
        }
    }
}
