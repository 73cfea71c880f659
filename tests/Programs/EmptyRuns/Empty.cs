using RlLab;
using RlLab.Algorithms.Dqn;
using RlLab.Environments;

namespace EmptyRuns;

/// <summary>Logs its objective and does nothing else, so that what a sweep of it takes is the sweep's own.</summary>
[Experiment("empty")]
[Sweep(Sampler.Random, Trials = 1_000, Seeds = 1, Objective = "value", Confirm = 0)]
public sealed partial class Empty : IExperiment
{
    // A world and an algorithm, as every experiment refers to them: their static fields are looked at after each run.
    private readonly Type[] _uses = [typeof(CartPole), typeof(DqnOptions)];

    /// <summary>A number.</summary>
    [Uniform(0, 1)]
    public double Rate { get; init; } = 0.5;

    /// <inheritdoc/>
    public Task Train(IRun run)
    {
        run.LogMetric("value", _uses.Length, 1);
        return Task.CompletedTask;
    }
}
