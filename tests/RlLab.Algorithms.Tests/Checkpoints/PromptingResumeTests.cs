using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.Tests.Prompting;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Checkpoints;

public sealed class PromptingResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var networks = Whispering.Networks(hiddenUnits: 8);
        using var optimizer = optim.Adam(networks.parameters(), 0.01, amsgrad: true);
        var options = new ReinforceOptions
        {
            EpisodesPerUpdate = 8, EpisodesPerIteration = 20, Iterations = 5, Steps = 150, EvaluateEvery = 1, EvaluationEpisodes = 5,
        };
        await Whispering.ReinforceAsync(run, networks, optimizer, options);
    }
}

/// <summary>The words are drawn by the world, in each of its instances.</summary>
public sealed class PromptingPpoResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var networks = Whispering.Networks(run.Seed % 2 == 0 ? Channel.Trained : Channel.Random, hiddenUnits: 8);
        var options = new PpoOptions
        {
            Steps = 240, RolloutLength = 15, Minibatches = 3, Epochs = 2, EvaluateEvery = 100, EvaluationEpisodes = 3, FinalEvaluationEpisodes = 3,
            EvaluateGreedily = false,
        };
        await Whispering.PpoAsync(run, networks, learningRate: 0.01, options);
    }
}
