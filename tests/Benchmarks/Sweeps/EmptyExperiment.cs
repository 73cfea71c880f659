using RlLab;

namespace Benchmarks.Sweeps;

/// <summary>An experiment that logs its objective and does nothing else, so that what a sweep of it takes is the sweep's own.</summary>
internal sealed class EmptyExperiment : IExperiment
{
    /// <summary>Its description.</summary>
    public static ExperimentDescriptor Descriptor { get; } = new(
        "empty",
        "Nothing.",
        PrefersGpu: false,
        [new ParameterDescriptor("Rate", "A number.", ParameterKind.Real, ParameterValue.Real(0.5), new UniformDomain(0, 1), [])],
        new SweepDescriptor(Sampler.Random, 1_000, 1, "value", Direction.Maximize) { Confirm = 0 },
        _ => new EmptyExperiment());

    public Task Train(IRun run)
    {
        run.LogMetric("value", run.Seed, 1);
        return Task.CompletedTask;
    }
}
