using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>Learning rates, ranges, weights, lengths of rollouts and of trainings differ from lane to lane; some diverge.</summary>
public sealed class PpoLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var worlds = new VectorEnvironment<float, int>(2, () => new MatchWorld(5 + number % 4));
        using var evaluationWorld = new MatchWorld();
        using var networks = new ActorCritic(
            Sequential(Linear(2, 6), Tanh(), Linear(6, 2)).WithOrthogonalWeights(0.01),
            Sequential(Linear(2, 5), Tanh(), Linear(5, 1)).WithOrthogonalWeights(1));
        using var optimizer = optim.Adam(networks.Parameters, number % 9 == 8 ? 1e38 : 0.01 / (1 + number % 3));
        var options = new PpoOptions
        {
            Steps = 96 + 32 * (number % 3), RolloutLength = 8 + 4 * (number % 2), Minibatches = 1 + number % 2, Epochs = 1 + number % 3,
            Discount = 1 - 0.01 * (number % 5), GaeLambda = 1 - 0.05 * (number % 4), ClipRange = 0.1 + 0.02 * (number % 7),
            AnnealClipRange = number % 2 == 0, ValueClipRange = number % 5 == 0 ? null : 0.1 + 0.01 * number, EntropyWeight = 0.02 * (number % 6),
            ValueWeight = 0.5 + 0.1 * (number % 3), NormalizeAdvantages = number % 4 != 0, NormalizeRewards = number % 3 == 0,
            MaxGradientNorm = number % 4 == 1 ? null : 0.1 * (1 + number % 5), TargetKl = number % 4 == 2 ? 1e-4 : null, EvaluateEvery = 40,
            EvaluationEpisodes = 2, FinalEvaluationEpisodes = 2, EvaluateGreedily = number % 2 == 0,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}

/// <summary>Continuous actions, clipped and squashed, upon a shared trunk of a width that varies.</summary>
public sealed class PpoGaussianLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        var space = new Box<float>(-1, 1, 2);
        using var worlds = new VectorEnvironment<float, float[]>(1 + number % 2, () => new HintWorld<float[]>(space, 5));
        using var evaluationWorld = new HintWorld<float[]>(space, 4);
        var units = 4 + number % 2;
        using var networks = new ActorCritic(new GaussianHead(units, 2), Linear(units, 1), Sequential(Linear(1, units), Tanh()));
        using var optimizer = optim.Adam(networks.Parameters, 0.003 * (1 + number % 3));
        var options = new PpoOptions
        {
            Steps = 64, RolloutLength = 8, Minibatches = 2, Epochs = 2, ActionLimit = (ActionLimit)(number % 2), EvaluateEvery = 30,
            EvaluationEpisodes = 2, FinalEvaluationEpisodes = 2, EntropyWeight = 0.01 * (number % 3), EvaluateGreedily = number % 3 == 0,
        };
        await new PpoTrainer<float, float[]>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}
