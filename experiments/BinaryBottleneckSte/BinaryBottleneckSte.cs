using RlLab.Algorithms.StraightThrough;
using TorchSharp;

namespace RlLab.Experiments;

/// <summary>Which estimator of a threshold's gradient lets a network before the threshold learn, and how well?</summary>
[Experiment("binary-bottleneck-ste")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "test/loss", Direction = Direction.Minimize)]
public sealed partial class BinaryBottleneckSte : IExperiment
{
    private const int SampleCount = 1_000;
    private const int BatchSize = 32;

    /// <summary>What the samples' targets are.</summary>
    public enum Source
    {
        /// <summary>Made by a fixed random teacher with a code of 8 bits.</summary>
        Teacher,

        /// <summary>Random: there is nothing to learn.</summary>
        Random,
    }

    /// <summary>What the threshold passes backward.</summary>
    [Choice(Estimator.StraightThrough, Estimator.Clipped, Estimator.SigmoidAdjusted, Estimator.Stochastic, Estimator.None)]
    public Estimator Estimator { get; init; } = Estimator.StraightThrough;

    /// <summary>What the samples' targets are.</summary>
    [Choice(Source.Teacher, Source.Random)]
    public Source Targets { get; init; } = Source.Teacher;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>How often all samples are gone through.</summary>
    public int Epochs { get; init; } = 100;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        // The teacher is the same in every run: what differs by seed is what is drawn, not what is to be learned.
        using var training = Samples(new RandomGenerator(run.Seed).Fork(1)).To(run.Device);
        using var test = Samples(new RandomGenerator(run.Seed).Fork(2)).To(run.Device);
        using var network = new BinaryBottleneck(inputs: 10, bits: 8, outputs: 1, Estimator).to(run.Device);
        using var optimizer = torch.optim.Adam(network.parameters(), LearningRate);
        await new RegressionTrainer(network, optimizer, BatchSize, Epochs).Train(training, test, run);

        var updates = (long)Epochs * ((SampleCount + BatchSize - 1) / BatchSize);
        run.LogMetric("test/variance", test.TargetVariance, updates);
        run.SaveCheckpoint("last", updates, stream => network.save(stream));
    }

    private RegressionData Samples(RandomGenerator random) => Targets == Source.Teacher
        ? RegressionData.Taught(SampleCount, 10, 8, teacher: new RandomGenerator(8), random)
        : RegressionData.Unrelated(SampleCount, 10, random);
}
