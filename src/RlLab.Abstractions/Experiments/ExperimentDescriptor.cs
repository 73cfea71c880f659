namespace RlLab;

/// <summary>All that is known of an experiment before anything runs. The generator writes one for each experiment class.</summary>
/// <param name="Name">What the command line and MLflow call it.</param>
/// <param name="Summary">The class's doc comment, as one plain sentence or more; empty where it has none.</param>
/// <param name="PrefersGpu">Whether <c>--device auto</c> takes the GPU.</param>
/// <param name="Parameters">
/// Its hyperparameters, in the order of declaration, inherited ones first; a choice between alternatives stands before the hyperparameters of these.
/// </param>
/// <param name="Sweep">
/// How it is swept by default: as the <see cref="SweepAttribute"/> without a name says, else the first one; null where the class has none.
/// </param>
/// <param name="Create">Makes an instance with the given values; the set names every active parameter (see <see cref="Complete"/>).</param>
public sealed record ExperimentDescriptor(
    string Name,
    string Summary,
    bool PrefersGpu,
    IReadOnlyList<ParameterDescriptor> Parameters,
    SweepDescriptor? Sweep,
    Func<ParameterSet, IExperiment> Create)
{
    /// <summary>What the section <c>## The question</c> of the README in the class's folder says, in Markdown; empty where there is none.</summary>
    public string Question { get; init; } = "";

    /// <summary>The summary and the question, a paragraph each: what MLflow shows as the experiment's description.</summary>
    public string Description => string.Join("\n\n", new[] { Summary, Question }.Distinct().Where(text => text.Length > 0));

    /// <summary>The sweeps that have a name, in the order of declaration.</summary>
    public IReadOnlyList<SweepDescriptor> NamedSweeps { get; init; } = [];

    /// <summary>How much each of its sweeps may run; null for no limit.</summary>
    public BudgetDescriptor? Budget { get; init; }

    /// <summary>The relations between parameters that every setting of a sweep keeps to.</summary>
    public IReadOnlyList<ConstraintDescriptor> Constraints { get; init; } = [];

    /// <summary>The value of every parameter that is active when nothing is set.</summary>
    public ParameterSet Defaults => Complete(ParameterSet.Empty);

    /// <summary>A setting: some values, and the defaults of the other parameters that are active beside them.</summary>
    /// <param name="values">
    /// Values by parameter. One of an alternative that is not chosen is left out, because such a parameter does not exist.
    /// </param>
    /// <returns>A value for each active parameter, in the order of <see cref="Parameters"/>.</returns>
    /// <exception cref="ArgumentException">The experiment has no parameter of one of the names.</exception>
    public ParameterSet Complete(ParameterSet values)
    {
        if (values.FirstOrDefault(value => Parameters.All(p => p.Name != value.Key)).Key is { } unknown)
        {
            throw new ArgumentException($"The experiment '{Name}' has no parameter '{unknown}'.", nameof(values));
        }

        var setting = new OrderedDictionary<string, ParameterValue>();
        foreach (var parameter in Parameters)
        {
            if (parameter.ActiveWhen is not { } condition
                || (setting.TryGetValue(condition.Parameter, out var chosen) && chosen == condition.Value))
            {
                setting[parameter.Name] = values.TryGet(parameter.Name, out var value) ? value : parameter.Default;
            }
        }

        return new ParameterSet(setting);
    }

    /// <summary>Logs every parameter under its name and trains.</summary>
    /// <param name="parameters">A value for every active parameter.</param>
    /// <param name="run">Where the run logs.</param>
    /// <returns>The training, which carries whatever it throws.</returns>
    /// <exception cref="InvalidOperationException">The experiment's <see cref="IExperiment.Train"/> returned null.</exception>
    public async Task RunAsync(ParameterSet parameters, IRun run)
    {
        foreach (var (name, value) in parameters)
        {
            run.LogParameter(name, value.ToString());
        }

        await (Create(parameters).Train(run) ?? throw new InvalidOperationException(
            $"Train of the experiment '{Name}' returned null where a task is due. Make it 'async', or return Task.CompletedTask."));
    }
}

/// <summary>A <see cref="SweepAttribute"/>, as data.</summary>
/// <param name="Sampler">How settings are chosen.</param>
/// <param name="Trials">Settings to try; ignored by <see cref="Sampler.Grid"/>.</param>
/// <param name="Seeds">Runs of each setting.</param>
/// <param name="Objective">The metric that settings are compared by.</param>
/// <param name="Direction">Which end of the objective is the good one.</param>
public sealed record SweepDescriptor(Sampler Sampler, int Trials, int Seeds, string Objective, Direction Direction)
{
    /// <summary>What a command calls it after the experiment's name; empty for the one that needs no name.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many settings are run again on test seeds. Default: 3; 0 for none.</summary>
    public int Confirm { get; init; } = 3;

    /// <summary>How many test seeds each of those is run with. Default: 0, as many as <see cref="Seeds"/>.</summary>
    public int TestSeeds { get; init; }

    /// <summary>What ends runs early. Default: <see cref="Pruner.None"/>.</summary>
    public Pruner Pruner { get; init; }

    /// <summary>See <see cref="SweepAttribute.PruneAfter"/>. Default: 0.</summary>
    public long PruneAfter { get; init; }

    /// <summary>See <see cref="SweepAttribute.Lanes"/>. Default: 0, as many as pay.</summary>
    public int Lanes { get; init; }
}

/// <summary>A <see cref="BudgetAttribute"/>, as data.</summary>
/// <param name="Runs">The most runs of one sweep; 0 for any number.</param>
/// <param name="Hours">The most hours that the runs of one sweep may take, one after the other; 0 for any time.</param>
public sealed record BudgetDescriptor(int Runs, double Hours);
