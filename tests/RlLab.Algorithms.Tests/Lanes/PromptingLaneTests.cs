using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Prompting;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Lanes;

/// <summary>What is heard, what bits pass backward, widths and learning rates differ from lane to lane.</summary>
public sealed class PromptingLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var networks = Whispering.Networks(
            number % 5 == 4 ? Channel.Random : Channel.Trained, 6 + number % 2, number % 3 == 0 ? Estimator.Clipped : Estimator.StraightThrough);
        using var optimizer = optim.Adam(networks.parameters(), 0.01 / (1 + number % 3));
        var options = new ReinforceOptions
        {
            EpisodesPerUpdate = 4, EpisodesPerIteration = 10, Iterations = 8, Steps = 100 + 20 * (number % 2), EvaluateEvery = 2,
            EvaluationEpisodes = 2, NormalizeReturns = true,
        };
        await Whispering.ReinforceAsync(run, networks, optimizer, options);
    }
}

public sealed class PromptingPpoLaneTests : LaneContract
{
    protected override async Task Train(IRun run, int number)
    {
        using var networks = Whispering.Networks(number % 3 == 2 ? Channel.Zero : Channel.Trained, hiddenUnits: 6);
        var options = new PpoOptions
        {
            Steps = 352, RolloutLength = 8, Minibatches = 2, Epochs = 2, EvaluateEvery = 150, EvaluationEpisodes = 2, FinalEvaluationEpisodes = 2,
            EvaluateGreedily = number % 2 == 0,
        };
        await Whispering.PpoAsync(run, networks, learningRate: 0.01 / (1 + number % 3), options);
    }
}
