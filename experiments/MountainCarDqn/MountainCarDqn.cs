using RlLab.Algorithms.Dqn;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Does DQN find out that the car must first drive away from its goal, and how soon is it there?</summary>
[Experiment("mountaincar-dqn")]
[Sweep(Sampler.Random, Trials = 20, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class MountainCarDqn : IExperiment
{
    /// <summary>Adam's step size.</summary>
    [LogUniform(1e-4, 1e-2)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The discount of later rewards.</summary>
    [Choice(0.98, 0.99, 0.995)]
    public double Discount { get; init; } = 0.99;

    /// <summary>Environment steps between updates of the target network.</summary>
    [Choice(100, 250, 600)]
    public int TargetUpdateEvery { get; init; } = 250;

    /// <summary>Whether the network chooses the action that its target then values.</summary>
    [Choice(false, true)]
    public bool Double { get; init; } = true;

    /// <summary>Rewards that are summed before the target network takes over.</summary>
    [Choice(1, 3, 5, 8)]
    public int NStep { get; init; } = 5;

    /// <summary>How strongly replay favours surprising transitions; 0 for uniform replay.</summary>
    [Choice(0.0, 0.6)]
    public double PriorityExponent { get; init; } = 0.6;

    /// <summary>Transitions that are remembered.</summary>
    [Choice(10_000, 50_000)]
    public int ReplayCapacity { get; init; } = 50_000;

    /// <summary>Whether the network sees position and velocity brought to [-1, 1], instead of as they are: [-1.2, 0.6] and [-0.07, 0.07].</summary>
    [Choice(false, true)]
    public bool ScaleObservations { get; init; } = true;

    /// <summary>Units of each of the network's two hidden layers.</summary>
    public int HiddenUnits { get; init; } = 128;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 120_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = World();
        using var evaluationWorld = World();
        using var network = Network().to(run.Device);
        using var target = Network().to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), LearningRate);
        var options = new DqnOptions
        {
            Steps = Steps, Discount = Discount, TargetUpdateEvery = TargetUpdateEvery, Double = Double, NStep = NStep, BatchSize = 128,
            Exploration = new LinearExploration(1, 0.07, Steps / 10), ReplayCapacity = ReplayCapacity, PriorityExponent = PriorityExponent,
            LearningStarts = 1_000, TrainEvery = 16, UpdatesPerTraining = 8, Loss = TemporalDifferenceLoss.Huber,
            GradientLimit = GradientLimit.Norm, GradientLimitValue = 10, FilmEvery = 20_000,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private IEnvironment<float, int> World()
    {
        var world = new MountainCar();
        var (low, high) = (world.ObservationSpace.Low, world.ObservationSpace.High);
        return ScaleObservations ? new ObservationTransform<float, float, int>(world, new Box<float>(-1, 1, low.Count), Scale) : world;

        void Scale(ReadOnlySpan<float> source, Span<float> observation)
        {
            for (var i = 0; i < source.Length; i++)
            {
                observation[i] = 2 * (source[i] - low[i]) / (high[i] - low[i]) - 1;
            }
        }
    }

    private Module<Tensor, Tensor> Network() =>
        Sequential(Linear(2, HiddenUnits), ReLU(), Linear(HiddenUnits, HiddenUnits), ReLU(), Linear(HiddenUnits, 3));
}
