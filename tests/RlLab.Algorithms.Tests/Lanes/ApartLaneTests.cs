using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.Sac;
using RlLab.Environments;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>Convolutions, some with pooling and some with batch normalisation, whose running statistics are each run's own.</summary>
public sealed class ConvolutionLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new PixelMatchWorld(5 + number % 3);
        using var evaluationWorld = new PixelMatchWorld();
        using var network = Network(number % 3);
        using var target = Network(number % 3);
        using var optimizer = optim.Adam(network.parameters(), number % 9 == 8 ? 1e38 : 0.001 * (1 + number % 4));
        var options = new DqnOptions
        {
            Steps = 80 + 10 * (number % 3), Exploration = new LinearExploration(1, 0.1, 60 + number), ReplayCapacity = 60, BatchSize = 5 + number % 2,
            LearningStarts = 20, TrainEvery = 2, TargetUpdateEvery = 10 + number % 3, TargetUpdateRate = number % 2 == 0 ? 1 : 0.3,
            Discount = 0.9 - 0.01 * (number % 5), Double = number % 2 == 0, GradientLimit = (GradientLimit)(number % 3), EvaluateEvery = 50,
            EvaluationEpisodes = 2, FinalEvaluationEpisodes = 2, LogEvery = 20,
        };
        await new DqnTrainer<byte>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(int kind) => kind switch
    {
        0 => Sequential(
            new ScaledPixels(), Conv2d(1, 3, kernel_size: 2), BatchNorm2d(3), ReLU(), Conv2d(3, 4, kernel_size: 2, stride: 2), BatchNorm2d(4), ReLU(),
            Flatten(), Linear(16, 6), ReLU(), Linear(6, 2)),
        1 => Sequential(
            new ScaledPixels(), Conv2d(1, 4, kernel_size: 2), ReLU(), MaxPool2d(2), Flatten(), Linear(16, 6), ReLU(), new DuelingHead(6, 2)),
        _ => Sequential(new ScaledPixels(), Sequential(Conv2d(1, 2, kernel_size: 3), Tanh()), Flatten(), Linear(18, 2)),
    };
}

/// <summary>Normalisations of layers in the policy and in the value network.</summary>
public sealed class LayerNormLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 4);
        using var evaluationWorld = new MatchWorld();
        using var policy = Sequential(Linear(2, 9), LayerNorm(9), ReLU(), Linear(9, 6), LayerNorm(6), PReLU(1), Linear(6, 2), LogSoftmax(1));
        using var value = Sequential(LayerNorm(2), Linear(2, 4), Tanh(), Linear(4, 1));
        using var optimizer = optim.Adam([.. policy.parameters(), .. value.parameters()], number % 9 == 8 ? 1e38 : 0.01 / (1 + number % 3));
        var options = new ReinforceOptions
        {
            Discount = 1 - 0.01 * (number % 5), EntropyWeight = 0.02 * (number % 6), EpisodesPerIteration = 4, EpisodesPerUpdate = 1 + number % 2,
            Iterations = 3 + number % 3, EvaluateEvery = 2, EvaluationEpisodes = 2, SolvedReturn = double.PositiveInfinity,
            Baseline = Baseline.LearnedValue,
        };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options, value).Train(run);
    }
}

/// <summary>A trunk with normalisations that two heads share, one with one of its own.</summary>
public sealed class NormalizedTrunkLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var worlds = new VectorEnvironment<float, int>(2, () => new MatchWorld(5 + number % 4));
        using var evaluationWorld = new MatchWorld();
        Module<Tensor, Tensor> norm = number % 2 == 0 ? LayerNorm(6) : BatchNorm1d(6);
        using var networks = new ActorCritic(
            Sequential(LayerNorm(6), Linear(6, 2)), Sequential(Linear(6, 4), Tanh(), Linear(4, 1)), Sequential(Linear(2, 6), norm, ReLU()));
        using var optimizer = optim.Adam(networks.Parameters, 0.01 / (1 + number % 3));
        var options = new PpoOptions
        {
            Steps = 96 + 32 * (number % 3), RolloutLength = 8 + 4 * (number % 2), Minibatches = 1 + number % 2, Epochs = 1 + number % 3,
            EntropyWeight = 0.02 * (number % 6), MaxGradientNorm = 0.1 * (1 + number % 5), EvaluateEvery = 40, EvaluationEpisodes = 2,
            FinalEvaluationEpisodes = 2,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}

/// <summary>Critics with normalisations, through which the policy's gradient goes without going into them.</summary>
public sealed class NormalizedCriticLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new AimWorld(5 + number % 3, terminates: number % 2 == 0);
        using var evaluationWorld = new AimWorld();
        using var policy = Network(1, 4, LayerNorm(6));
        using var critic = new TwinCritic(() => Network(3, 1, number % 2 == 0 ? LayerNorm(6) : BatchNorm1d(6)));
        using var target = new TwinCritic(() => Network(3, 1, number % 2 == 0 ? LayerNorm(6) : BatchNorm1d(6)));
        using var policyOptimizer = optim.Adam(policy.parameters(), number % 9 == 8 ? 1e38 : 0.001 * (1 + number % 3));
        using var criticOptimizer = optim.SGD(critic.parameters(), 0.01, momentum: 0.9);
        var options = new SacOptions
        {
            Steps = 60 + 10 * (number % 3), ReplayCapacity = 60, BatchSize = 6 + number % 4, LearningStarts = 20, TrainEvery = 2,
            TargetUpdateRate = 0.05, TemperatureLearningRate = 0.01, EvaluateEvery = 40, EvaluationEpisodes = 2, FinalEvaluationEpisodes = 2,
            LogEvery = 20,
        };
        await new SacTrainer(world, evaluationWorld, policy, critic, target, policyOptimizer, criticOptimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network(int inputs, int outputs, Module<Tensor, Tensor> norm) =>
        Sequential(Linear(inputs, 6), norm, ReLU(), Linear(6, outputs));
}

/// <summary>
/// Some runs learn from batches of one row, which a batch has no variance of: calls that fail as a whole because of them leave neither statistics nor
/// noise of the others other than they would be.
/// </summary>
public sealed class FailingTogetherLaneTests : LaneContract
{
    protected override bool Joins => false;

    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 3);
        using var evaluationWorld = new MatchWorld();
        using var network = Network();
        using var target = Network();
        using var optimizer = optim.Adam(network.parameters(), 0.001 * (1 + number % 3));
        var options = new DqnOptions
        {
            Steps = 70, Exploration = ExplorationSchedule.None, ReplayCapacity = 100, BatchSize = number % 4 == 3 ? 1 : 6,
            LearningStarts = 20 + 4 * (number % 4), TrainEvery = 2, TargetUpdateEvery = 10, Double = true, EvaluateEvery = 40, EvaluationEpisodes = 2,
            FinalEvaluationEpisodes = 2, LogEvery = 20,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    /// <summary>The gradient of a bias before the normalisation would be nothing but rounding, of which Adam makes whole steps.</summary>
    private static Module<Tensor, Tensor> Network() =>
        Sequential(Linear(2, 8, hasBias: false), BatchNorm1d(8, momentum: 0.3), ReLU(), new DuelingHead(8, 2, initialDeviation: 0.5));
}
