using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.StraightThrough;
using RlLab.Algorithms.Tests.Prompting;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Checkpoints;

public sealed class PromptingResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using WhisperWorld world = new(), evaluationWorld = new();
        using var networks = new PromptingNetworks(
            WhisperWorld.Numbers, own: 1, WhisperWorld.Bits, WhisperWorld.Numbers + 1, hiddenUnits: 8, Estimator.StraightThrough);
        using var optimizer = optim.Adam(networks.parameters(), 0.01, amsgrad: true);
        var options = new PromptingOptions { Episodes = 90, EpisodesPerUpdate = 8, EvaluateEvery = 20, EvaluationEpisodes = 5 };
        await new PromptingTrainer(Player(world), Player(evaluationWorld), networks, optimizer, options).Train(run);

        PromptingPlayer Player(WhisperWorld world) => new(
            world,
            networks,
            WhisperWorld.Listener,
            WhisperWorld.Speaker,
            WhisperWorld.Bits,
            others: (_, random) => random.NextInt(2),
            Channel.Trained,
            new RandomGenerator(5));
    }
}
