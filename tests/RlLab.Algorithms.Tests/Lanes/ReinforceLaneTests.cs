using RlLab.Algorithms.Reinforce;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>Learning rates, discounts, entropy weights, lengths of episodes and of trainings differ from lane to lane; some diverge.</summary>
public sealed class ReinforceLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 4);
        using var evaluationWorld = new MatchWorld();
        using var policy = Sequential(Linear(2, 9), Sigmoid(), Linear(9, 2), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), number % 9 == 8 ? 1e38 : 0.01 / (1 + number % 3));
        var options = new ReinforceOptions
        {
            Discount = 1 - 0.01 * (number % 5), EntropyWeight = 0.02 * (number % 6), EpisodesPerIteration = 5, Iterations = 3 + number % 4,
            EvaluateEvery = 2, EvaluationEpisodes = 2 + number % 2, FilmEvery = 3, SolvedReturn = double.PositiveInfinity,
        };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options).Train(run);
    }
}

/// <summary>With a value network, normalised returns, several episodes an update, and hidden layers that vary: lanes of different shapes.</summary>
public sealed class ReinforceBaselineLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 4);
        using var evaluationWorld = new MatchWorld();
        var units = 4 + number % 3;
        using var policy = Sequential(Linear(2, units), Tanh(), Linear(units, 8), ReLU(), Linear(8, 2), LogSoftmax(1));
        using var value = number % 2 == 0 ? Sequential(Linear(2, 4), Tanh(), Linear(4, 1)) : null;
        using var optimizer = optim.RMSProp([.. policy.parameters(), .. value?.parameters() ?? []], 0.003);
        var options = new ReinforceOptions
        {
            EpisodesPerIteration = 6, EpisodesPerUpdate = 1 + number % 3, Iterations = 3, EvaluateEvery = 2, EvaluationEpisodes = 2,
            SolvedReturn = double.PositiveInfinity, Baseline = number % 2 == 0 ? Baseline.LearnedValue : Baseline.RunningMean,
            NormalizeReturns = number % 5 < 3,
        };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options, value).Train(run);
    }
}

/// <summary>With an activation that no engine applies to a row without tensors, so that actions wait for each other too, beside updates.</summary>
public sealed class JointActionLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var world = new MatchWorld(5 + number % 4);
        using var evaluationWorld = new MatchWorld();
        using var policy = Sequential(Linear(2, 9), Softsign(), Linear(9, 2), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), number % 9 == 8 ? 1e38 : 0.01 / (1 + number % 3));
        var options = new ReinforceOptions
        {
            Discount = 1 - 0.01 * (number % 5), EpisodesPerIteration = 5, Iterations = 2 + number % 3, EvaluateEvery = 2, EvaluationEpisodes = 2,
            SolvedReturn = double.PositiveInfinity,
        };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options).Train(run);
    }
}
