using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>Killed in the middle of rollouts too: a safe point is at each step of the worlds.</summary>
public sealed class PpoResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var worlds = new VectorEnvironment<float, int>(3, () => new MatchWorld());
        using var evaluationWorld = new MatchWorld();
        using var networks = new ActorCritic(Linear(8, 2), Linear(8, 1), Sequential(new ObservationNormalization(2), Linear(2, 8), Tanh()));
        using var optimizer = optim.Adam(networks.Parameters, 0.01);
        var options = new PpoOptions
        {
            Steps = 300, RolloutLength = 20, Minibatches = 3, Epochs = 2, NormalizeRewards = true, AnnealClipRange = true, EvaluateEvery = 100,
            EvaluationEpisodes = 2, FinalEvaluationEpisodes = 3, FilmEvery = 150, EvaluateGreedily = false,
        };
        await new PpoTrainer<float, int>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}

public sealed class PpoGaussianResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        var space = new Box<float>(-1, 1, 2);
        using var worlds = new VectorEnvironment<float, float[]>(2, () => new HintWorld<float[]>(space));
        using var evaluationWorld = new HintWorld<float[]>(space);
        using var networks = new ActorCritic(
            Sequential(Linear(1, 8), Tanh(), new GaussianHead(8, 2)), Sequential(Linear(1, 8), Tanh(), Linear(8, 1)));
        using var optimizer = optim.Adam(networks.Parameters, 0.01);
        var options = new PpoOptions
        {
            Steps = 200, RolloutLength = 20, Minibatches = 2, Epochs = 2, EvaluateEvery = 100, EvaluationEpisodes = 2, FinalEvaluationEpisodes = 3,
        };
        await new PpoTrainer<float, float[]>(worlds, evaluationWorld, networks, optimizer, options).Train(run);
    }
}
