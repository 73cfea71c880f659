using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Makes the plan of a sweep that was begun before, from what its store says and the experiments that there are now.</summary>
internal static class SweepPlans
{
    /// <summary>The plan.</summary>
    /// <param name="host">Has the experiments.</param>
    /// <param name="header">The sweep.</param>
    /// <exception cref="UserException">There is no such experiment any more, or what was set or swept does not fit it.</exception>
    /// <exception cref="SweepException">The sweep is of an RlLab that kept too little to go on with.</exception>
    public static SweepPlan Of(HostContext host, SweepHeader header)
    {
        if (header is not { Settings: not null, Identity: not null })
        {
            throw new SweepException(
                $"The sweep {header.Id[..8]} was begun by an older RlLab, which kept too little to go on with it. "
                + $"`compare {header.Id[..8]}` shows it; begin a new one with `sweep {header.Experiment}`.");
        }

        var origin = $"the sweep {header.Id[..8]}";
        var experiment = host.Experiment(header.Experiment);
        var spaces = (header.Spaces ?? new Dictionary<string, string>()).Select(s => new Assignment(s.Key, s.Value, origin))
            .ToDictionary(s => s.Name, s => DomainText.Read(ParameterBinder.Find(experiment, s), s));
        experiment = experiment with
        {
            Sweep = experiment.NamedSweeps.FirstOrDefault(sweep => sweep.Name == header.Name) ?? experiment.Sweep,
            Parameters = [.. experiment.Parameters.Select(p => spaces.TryGetValue(p.Name, out var domain) ? p with { Domain = domain } : p)],
        };
        var values = ParameterBinder.Bind(experiment, header.Fixed.Select(f => new Assignment(f.Key, f.Value, origin)));
        return new SweepPlan(
            experiment,
            SearchSpace.Of(experiment, values),
            values,
            header.Sampler,
            header.SamplerSeed,
            header.Trials,
            header.Seeds,
            header.Objective,
            header.Direction)
        {
            Spaces = header.Spaces ?? new Dictionary<string, string>(),
            Confirmation = header.Confirmation,
            Pruner = header.Pruner,
        };
    }

    /// <summary>What decides which runs a plan wants next.</summary>
    public static SweepSchedule Schedule(this SweepPlan plan) => new(plan, plan.MakeSampler(), texts => ParameterBinder.Read(plan.Experiment, texts));

    /// <summary>What makes a plan's sweep the sweep that it is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lag">See <see cref="SweepHeader.Lag"/>.</param>
    /// <param name="tags">Of the runs; tell the commit.</param>
    public static SweepIdentity Identity(this SweepPlan plan, int lag, IReadOnlyDictionary<string, string> tags)
    {
        var commit = tags.GetValueOrDefault("mlflow.source.git.commit");
        var isChanged = tags.GetValueOrDefault("rllab.git.dirty") != "false";
        return SweepIdentity.Of(plan, lag, CodeIdentity.Of(plan.Experiment), commit is null ? null : $"{commit[..7]}{(isChanged ? "+" : "")}");
    }
}
