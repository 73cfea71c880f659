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
    /// <summary>What replaces the attributes' domains, as <c>--space</c> takes it, by parameter. Default: nothing.</summary>
    public IReadOnlyDictionary<string, string> Spaces { get; init; } = new Dictionary<string, string>();

    /// <summary>How many settings the sampler could choose from; null where there is no end of them.</summary>
    public long? Settings => Sampler == Sampler.Grid ? Space.GridSize : Space.Size;

    /// <summary>How many trainings it takes: every setting with every seed.</summary>
    public int Runs => Trials * Seeds.Count;

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
            [.. Enumerable.Range(0, seeds).Select(seed => (long)seed)],
            sweep.Objective,
            sweep.Direction);
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

    /// <summary>Runs of each setting, with the seeds 0, 1, 2, ... Default: as the experiment says.</summary>
    public int? Seeds { get; init; }

    /// <summary>Seeds the choice of settings. Default: 0. Ignored by a grid.</summary>
    public long SamplerSeed { get; init; }
}
