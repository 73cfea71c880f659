using System.CommandLine;
using System.CommandLine.Parsing;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>What <c>plan</c> and <c>sweep</c> are told: the same, so that the plan is the sweep's.</summary>
internal sealed class SweepArguments
{
    private readonly Argument<string> _experiment = new("EXPERIMENT")
    {
        Description = "The experiment's name, and after a slash that of one of its sweeps; `list` shows them.",
    };

    private readonly Option<Sampler?> _sampler = new("--sampler")
    {
        Description = "How settings are chosen. [default: as the experiment says]",
        HelpName = string.Join('|', SamplerWords.All.Keys),
        CustomParser = given => ReadWord(given, "--sampler", SamplerWords.All),
    };

    private readonly Option<int?> _trials = SharedOptions.WholeNumber<int>(
        "--trials", "How many settings to try; not for a grid. [default: as the experiment says]");

    private readonly Option<int?> _seeds = SharedOptions.WholeNumber<int>(
        "--seeds", "How many runs of each setting, with the seeds 0, 1, 2, ... [default: as the experiment says]");

    private readonly Option<long?> _samplerSeed = SharedOptions.WholeNumber<long>(
        "--sampler-seed", "Seeds the random choice of settings. [default: 0]");

    private readonly Option<int?> _confirm = SharedOptions.WholeNumber<int>(
        "--confirm",
        "How many settings, the winner and its nearest rivals, are run again on test seeds; 0 for none. [default: as the experiment says]");

    private readonly Option<int?> _testSeeds = SharedOptions.WholeNumber<int>(
        "--test-seeds", "How many test seeds each of those is run with. [default: as the experiment says, else as many as tuning seeds]");

    private readonly Option<bool> _untilDecided = SharedOptions.UntilDecided();
    private readonly Option<int?> _budgetRuns = SharedOptions.BudgetRuns();

    private readonly Option<Pruner?> _pruner = new("--pruner")
    {
        Description = "What ends runs early that look hopeless beside the others. [default: as the experiment says]",
        HelpName = string.Join('|', PrunerWords.All.Keys),
        CustomParser = given => ReadWord(given, "--pruner", PrunerWords.All),
    };

    private readonly Option<long?> _pruneAfter = SharedOptions.WholeNumber<long>(
        "--prune-after", "Steps before which no run is pruned: the first rung of asha, the patience of patient. [default: as the experiment says]");

    private readonly Option<bool> _defaults = new("--defaults")
    {
        Description = "Sweep over test seeds alone: one setting, of the parameters' defaults and of what --set says.",
    };

    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<string[]> _space = SharedOptions.Space();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_experiment);
        command.Options.Add(_sampler);
        command.Options.Add(_trials);
        command.Options.Add(_seeds);
        command.Options.Add(_samplerSeed);
        command.Options.Add(_confirm);
        command.Options.Add(_testSeeds);
        command.Options.Add(_untilDecided);
        command.Options.Add(_budgetRuns);
        command.Options.Add(_pruner);
        command.Options.Add(_pruneAfter);
        command.Options.Add(_defaults);
        command.Options.Add(_set);
        command.Options.Add(_space);
    }

    /// <summary>The plan that was asked for.</summary>
    /// <param name="host">Has the experiments.</param>
    /// <param name="settings">The settings below the command line.</param>
    /// <param name="arguments">What was typed.</param>
    /// <param name="screen">Where to tell of values that the sweep would not choose by itself.</param>
    public SweepPlan Plan(HostContext host, LabSettings settings, ParseResult arguments, Screen screen)
    {
        var space = arguments.GetValue(_space)!;
        if (arguments.GetValue(_defaults) && space.Length > 0)
        {
            throw new UserException("--defaults tries one setting, so that --space has nothing to choose. Leave one of them out.");
        }

        var (experiment, values) = settings.ForSweep(
            Experiment(host, arguments.GetRequiredValue(_experiment)), arguments.GetValue(_set)!, space, arguments.GetValue(_defaults));
        foreach (var told in ParameterBinder.OutsideDomain(experiment, values))
        {
            screen.Note(told);
        }

        var options = new SweepOptions
        {
            Sampler = arguments.GetValue(_sampler),
            Trials = arguments.GetValue(_trials),
            Seeds = arguments.GetValue(_seeds),
            SamplerSeed = arguments.GetValue(_samplerSeed) ?? 0,
            Defaults = arguments.GetValue(_defaults),
            Confirm = arguments.GetValue(_confirm),
            TestSeeds = arguments.GetValue(_testSeeds),
            UntilDecided = arguments.GetValue(_untilDecided),
            BudgetRuns = arguments.GetValue(_budgetRuns),
            Pruner = arguments.GetValue(_pruner),
            PruneAfter = arguments.GetValue(_pruneAfter),
        };
        if (options.Defaults || SearchSpace.Of(experiment, values).Parameters.Count == 0)
        {
            ConstraintCheck.Refuse(experiment, experiment.Complete(values));
        }

        var plan = SweepPlan.Create(experiment, values, options);
        return plan with { Spaces = Spaces(host, settings, experiment, space) };
    }

    /// <summary>An experiment, with the sweep that was asked for: <c>cartpole-dqn/coarse</c>.</summary>
    private static ExperimentDescriptor Experiment(HostContext host, string text)
    {
        if (text.Split('/', 2) is not [var name, var sweep])
        {
            return host.Experiment(text);
        }

        var experiment = host.Experiment(name);
        return experiment.NamedSweeps.FirstOrDefault(s => s.Name == sweep) is { } named
            ? experiment with { Sweep = named }
            : throw new UserException(
                $"The experiment '{name}' has no sweep '{sweep}'."
                + (experiment.NamedSweeps.Count > 0
                    ? NearestNames.Hint(sweep, experiment.NamedSweeps.Select(s => s.Name))
                    : $" Its sweeps have no names: write '{name}', or add [Sweep(\"{sweep}\", ...)] to its class."));
    }

    /// <summary>The texts of the domains that are other than the attributes', so that the sweep can be planned again from its store.</summary>
    private static Dictionary<string, string> Spaces(HostContext host, LabSettings settings, ExperimentDescriptor experiment, string[] space)
    {
        var declared = host.Experiment(experiment.Name).Parameters.ToDictionary(p => p.Name, p => p.Domain);
        var texts = new Dictionary<string, string>();
        foreach (var given in settings.Spaces.GetValueOrDefault(experiment.Name, []).Concat(Assignment.Spaces(space)))
        {
            texts[given.Name] = given.Text;
        }

        return experiment.Parameters.Where(p => texts.ContainsKey(p.Name) && !ReferenceEquals(p.Domain, declared[p.Name]))
            .ToDictionary(p => p.Name, p => texts[p.Name]);
    }

    private static T? ReadWord<T>(ArgumentResult given, string option, IReadOnlyDictionary<string, T> all)
        where T : struct
    {
        if (all.TryGetValue(given.Tokens[0].Value, out var value))
        {
            return value;
        }

        var words = all.Keys;
        given.AddError($"{option} takes {string.Join(", ", words.SkipLast(1))} or {words.Last()}, not '{given.Tokens[0].Value}'.");
        return null;
    }
}
