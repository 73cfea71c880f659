using RlLab.Algorithms.Dqn;
using RlLab.Tests;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Checkpoints;

/// <summary>With all that can be added to DQN, and a memory that goes round several times.</summary>
public sealed class DqnResumeTests : ResumeContract
{
    protected override async Task Train(IRun run)
    {
        using var world = new MatchWorld();
        using var evaluationWorld = new MatchWorld();
        using Module<Tensor, Tensor> network = Network(), target = Network();
        using var optimizer = optim.AdamW(network.parameters(), 0.01);
        var options = new DqnOptions
        {
            Steps = 600,
            Exploration = new LinearExploration(1, 0.1, 300),
            ReplayCapacity = 128,
            LearningStarts = 40,
            TrainEvery = 2,
            BatchSize = 8,
            TargetUpdateEvery = 10,
            TargetUpdateRate = 0.5,
            Double = true,
            NStep = 3,
            PriorityExponent = 0.6,
            GradientLimit = GradientLimit.Norm,
            EvaluateEvery = 150,
            EvaluationEpisodes = 2,
            FinalEvaluationEpisodes = 2,
            LogEvery = 50,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private static Module<Tensor, Tensor> Network() => Sequential(Linear(2, 16), BatchNorm1d(16), ReLU(), new DuelingHead(16, 2));
}
