using System.Globalization;
using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>All that a sweep will do, known before anything runs.</summary>
/// <param name="Experiment">What is trained.</param>
/// <param name="Space">The parameters that vary.</param>
/// <param name="Fixed">The values that were set by hand, and all others where only defaults were asked for; they are the same in every trial.</param>
/// <param name="Sampler">How settings are chosen.</param>
/// <param name="SamplerSeed">Seeds the choice of settings.</param>
/// <param name="Trials">How many settings are tried.</param>
/// <param name="Seeds">The seeds that each setting is run with.</param>
/// <param name="Objective">The metric that settings are compared by.</param>
/// <param name="Direction">Which end of the objective is the good one.</param>
public sealed record SweepPlan(
    ExperimentDescriptor Experiment,
    SearchSpace Space,
    ParameterSet Fixed,
    Sampler Sampler,
    long SamplerSeed,
    int Trials,
    IReadOnlyList<long> Seeds,
    string Objective,
    Direction Direction)
{
    /// <summary>The sweep's name among the experiment's; null for the one that needs no name.</summary>
    public string? Name => Experiment.Sweep is { Name: { Length: > 0 } name } ? name : null;

    /// <summary>What replaces the attributes' domains, as <c>--space</c> takes it, by parameter. Default: nothing.</summary>
    public IReadOnlyDictionary<string, string> Spaces { get; init; } = new Dictionary<string, string>();

    /// <summary>How the winner is confirmed; null where it is not.</summary>
    public ConfirmationOptions? Confirmation { get; init; }

    /// <summary>What ends runs early; null for nothing.</summary>
    public PrunerChoice? Pruner { get; init; }

    /// <summary>How many runs confirm the winner, at least; more where seeds are added until it is decided.</summary>
    public int TestRuns => Confirmation?.Runs(Trials, Seeds.Count) ?? 0;

    /// <summary>How many settings the sampler could choose from; null where there is no end of them.</summary>
    public long? Settings => Sampler == Sampler.Grid ? Space.GridSize : Space.Size;

    /// <summary>How many trainings it takes: every setting with every seed, and those that confirm the winner.</summary>
    public int Runs => Trials * Seeds.Count + TestRuns;

    /// <summary>How many trainings it takes, as people reckon it: 4 trials x 2 seeds + 6 test runs = 14 runs.</summary>
    public string Size => SizeOf(Trials, Seeds.Count, TestRuns, Confirmation);

    /// <summary>The same of a sweep that goes on.</summary>
    internal static string SizeOf(int trials, int seeds, int testRuns, ConfirmationOptions? confirmation)
    {
        var tests = testRuns == 0 ? "" : $" + {Counted(testRuns, "test run")}{(confirmation?.UntilDecided is null ? "" : " or more")}";
        return $"{Counted(trials, "trial")} x {Counted(seeds, "seed")}{tests} = {Counted(trials * seeds + testRuns, "run")}";

        static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
    }

    /// <summary>Plans a sweep.</summary>
    /// <param name="experiment">What to train.</param>
    /// <param name="fixedValues">Values set by hand, by parameter.</param>
    /// <param name="options">What departs from the experiment's <see cref="SweepAttribute"/>.</param>
    /// <exception cref="SweepException">The experiment has no <see cref="SweepAttribute"/>, or the options do not fit it.</exception>
    public static SweepPlan Create(ExperimentDescriptor experiment, ParameterSet fixedValues, SweepOptions options)
    {
        var sweep = experiment.Sweep ?? throw new SweepException(
            $"The experiment '{experiment.Name}' does not say how it is swept. Add [Sweep(Objective = \"METRIC\")] to its class, "
            + $"or train one setting with `run {experiment.Name}`.");
        if (options.Defaults && (options.Sampler is not null || options.Trials is not null))
        {
            throw new SweepException("--defaults tries one setting, so that --sampler and --trials have nothing to choose. Leave them out.");
        }

        if (options.Defaults)
        {
            fixedValues = experiment.Complete(fixedValues);
        }

        var kind = options.Defaults ? Sampler.Grid : options.Sampler ?? sweep.Sampler;
        if (kind == Sampler.Grid && options.Trials is { } asked)
        {
            throw new SweepException(
                $"--trials {asked} does not go with a grid, which tries every setting. Leave it out, or use --sampler random.");
        }

        var space = SearchSpace.Of(experiment, fixedValues);
        var sampler = MakeSampler(kind, space, options.SamplerSeed);
        var trials = kind == Sampler.Grid
            ? sampler.Count!.Value
            : Math.Min(options.Trials ?? sweep.Trials, sampler.Count ?? long.MaxValue);
        var seeds = options.Seeds ?? sweep.Seeds;
        if (trials < 1 || seeds < 1)
        {
            throw new SweepException(
                $"A sweep of {trials} trials with {seeds} seeds has nothing to run: both must be at least 1.");
        }

        if (seeds > Sweeps.Confirmation.FirstTestSeed)
        {
            throw new SweepException($"{seeds:N0} seeds are more than there are: those from {Sweeps.Confirmation.FirstTestSeed:N0} on test winners.");
        }

        if (trials * seeds > int.MaxValue)
        {
            throw new SweepException($"{trials:N0} trials with {seeds:N0} seeds are more runs than can be run; ask for fewer.");
        }

        return new SweepPlan(
            experiment,
            space,
            fixedValues,
            kind,
            options.SamplerSeed,
            (int)trials,
            // One setting is judged and not chosen: by seeds that chose its defaults neither, in the sweeps before it.
            [.. Enumerable.Range(0, seeds).Select(seed => (options.Defaults ? Sweeps.Confirmation.FirstTestSeed : 0) + seed)],
            sweep.Objective,
            sweep.Direction)
        {
            Confirmation = options.ConfirmationOf(sweep, (int)trials),
            Pruner = PrunerChoice.Of(
                options.Pruner ?? sweep.Pruner,
                options.PruneAfter ?? (options.Pruner is null || options.Pruner == sweep.Pruner ? sweep.PruneAfter : 0)),
        };
    }

    /// <summary>Why the sampler is what it is, in a sentence; null where it was chosen by hand.</summary>
    public string? SamplerReason => Sampler == Sampler.Auto ? AutoSampler.Explain(Space, Trials) : null;

    /// <summary>A sampler that suggests the trials' settings; each that is made gives the same.</summary>
    public ISampler MakeSampler() => MakeSampler(Sampler, Space, SamplerSeed);

    /// <summary>
    /// The trials that are known before anything runs, each with a value for every active parameter of the experiment: all of them, or the first ones
    /// where the sampler learns.
    /// </summary>
    public IEnumerable<Trial> ListTrials()
    {
        var sampler = MakeSampler();
        var known = sampler.Learns ? Math.Min(Trials, sampler.Beforehand) : Trials;
        var earlier = new List<TrialResult>();
        for (var number = 0; number < known; number++)
        {
            var setting = sampler.Suggest(number, earlier);
            earlier.Add(TrialResult.Pending(number, setting));
            yield return new Trial(number, Experiment.Complete(setting.Over(Fixed)));
        }
    }

    private static ISampler MakeSampler(Sampler kind, SearchSpace space, long seed) => kind switch
    {
        Sampler.Grid => new GridSampler(space),
        Sampler.Random => new RandomSampler(space, seed),
        Sampler.Sobol => new SobolSampler(space, seed),
        Sampler.Tpe => new TpeSampler(space, seed),
        Sampler.CmaEs => new CmaEsSampler(space, seed),
        Sampler.Gp => new GpSampler(space, seed),
        Sampler.Auto => new AutoSampler(space, seed),
        _ => throw new NotSupportedException($"There is no sampler '{kind}'."),
    };
}

/// <summary>One setting of an experiment; it is run once for each seed.</summary>
/// <param name="Number">Its number in the sweep, from 0.</param>
/// <param name="Parameters">A value for every active parameter of the experiment.</param>
public sealed record Trial(int Number, ParameterSet Parameters);

/// <summary>What departs from an experiment's <see cref="SweepAttribute"/>.</summary>
public sealed record SweepOptions
{
    /// <summary>How settings are chosen. Default: as the experiment says.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>Whether to try one setting alone: each parameter as it was set by hand, else at its default. Default: false.</summary>
    public bool Defaults { get; init; }

    /// <summary>Settings to try. Default: as the experiment says; at most as many as the space has. Not for a grid.</summary>
    public int? Trials { get; init; }

    /// <summary>
    /// Runs of each setting, with the seeds 0, 1, 2, ..., or with test seeds where one setting alone is tried. Default: as the experiment says.
    /// </summary>
    public int? Seeds { get; init; }

    /// <summary>Seeds the choice of settings. Default: 0. Ignored by a grid.</summary>
    public long SamplerSeed { get; init; }

    /// <summary>How many settings are run again on test seeds; 0 for none, else at least 2. Default: as the experiment says.</summary>
    public int? Confirm { get; init; }

    /// <summary>How many test seeds each of those is run with. Default: as the experiment says.</summary>
    public int? TestSeeds { get; init; }

    /// <summary>Whether test seeds are added until AdaStop has decided. Default: false.</summary>
    public bool UntilDecided { get; init; }

    /// <summary>How many test runs there may be in all until it is decided. Default: null, no limit but AdaStop's.</summary>
    public int? BudgetRuns { get; init; }

    /// <summary>What ends runs early. Default: as the experiment says.</summary>
    public Pruner? Pruner { get; init; }

    /// <summary>See <see cref="SweepAttribute.PruneAfter"/>. Default: as the experiment says, for the pruner that it says.</summary>
    public long? PruneAfter { get; init; }

    /// <summary>How a sweep of so many settings is confirmed; null for not at all.</summary>
    internal ConfirmationOptions? ConfirmationOf(SweepDescriptor sweep, int trials)
    {
        var confirm = Confirm ?? sweep.Confirm;
        var asks = TestSeeds is not null || UntilDecided || BudgetRuns is not null;
        return this switch
        {
            _ when trials == 1 && (asks || Confirm > 0) => throw OneSetting(),
            _ when confirm is 1 or < 0 => throw new SweepException(
                $"--confirm {confirm} does not go: it takes 0, for no confirmation, or at least 2, since a winner is confirmed beside a rival."),
            _ when confirm == 0 && asks => throw new SweepException(
                "Nothing is confirmed, so that --test-seeds, --until-decided and --budget-runs have nothing to run. Leave them out, or add "
                + "--confirm 3."),
            { TestSeeds: < 1 } => throw new SweepException($"--test-seeds {TestSeeds} runs nothing: it takes a whole number from 1."),
            { BudgetRuns: not null, UntilDecided: false } => throw new SweepException(
                "--budget-runs limits what --until-decided may run. Add that, or leave it out."),
            { BudgetRuns: < 1 } => throw new SweepException($"--budget-runs {BudgetRuns} runs nothing: it takes a whole number from 1."),
            _ when confirm == 0 => null,
            _ => new ConfirmationOptions
            {
                Settings = confirm,
                Seeds = TestSeeds ?? (sweep.TestSeeds > 0 ? sweep.TestSeeds : null),
                UntilDecided = UntilDecided ? new AdaStopOptions() : null,
                Budget = BudgetRuns,
            },
        };
    }

    private static SweepException OneSetting() => new(
        "A sweep of one setting chooses nothing, so that no winner is to be confirmed. Leave out --confirm, --test-seeds, --until-decided and "
        + "--budget-runs.");
}
