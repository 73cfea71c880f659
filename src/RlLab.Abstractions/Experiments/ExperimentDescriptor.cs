namespace RlLab;

/// <summary>All that is known of an experiment before anything runs. The generator writes one for each experiment class.</summary>
/// <param name="Name">What the command line and MLflow call it.</param>
/// <param name="Summary">The class's doc comment, as one plain sentence or more; empty where it has none.</param>
/// <param name="PrefersGpu">Whether <c>--device auto</c> takes the GPU.</param>
/// <param name="Parameters">Its hyperparameters, in the order of declaration, inherited ones first.</param>
/// <param name="Sweep">How it is swept by default; null where the class has no <see cref="SweepAttribute"/>.</param>
/// <param name="Create">Makes an instance with the given values; the set names every parameter (see <see cref="ParameterSet.Over"/>).</param>
public sealed record ExperimentDescriptor(
    string Name,
    string Summary,
    bool PrefersGpu,
    IReadOnlyList<ParameterDescriptor> Parameters,
    SweepDescriptor? Sweep,
    Func<ParameterSet, IExperiment> Create)
{
    /// <summary>The relations between parameters that every setting of a sweep keeps to.</summary>
    public IReadOnlyList<ConstraintDescriptor> Constraints { get; init; } = [];

    /// <summary>The value of every parameter when nothing is set.</summary>
    public ParameterSet Defaults => new(Parameters.Select(p => KeyValuePair.Create(p.Name, p.Default)));

    /// <summary>Logs every parameter under its name and trains.</summary>
    /// <param name="parameters">A value for every parameter.</param>
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
public sealed record SweepDescriptor(Sampler Sampler, int Trials, int Seeds, string Objective, Direction Direction);
