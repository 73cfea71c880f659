using RlLab.Algorithms;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using TorchSharp;

namespace RlLab.Experiments;

/// <summary>DQN on five stacked frames of an Atari game, with the settings of section 2: what maze-chase-dqn and mspacman-dqn share.</summary>
internal static class ArcadeDqn
{
    /// <summary>Frames that the network sees at once.</summary>
    public const int Stack = 5;

    /// <summary>Trains, evaluates, and films one greedy episode.</summary>
    public static void Train(
        IRun run, IEnvironment<byte, int> world, IEnvironment<byte, int> evaluationWorld, double learningRate, int explorationScale, int trainEvery, int steps)
    {
        var actions = ((Discrete)world.ActionSpace).Count;
        using var network = ArcadeNetwork.Create(actions).to(run.Device);
        using var target = ArcadeNetwork.Create(actions).to(run.Device);
        using var optimizer = torch.optim.SGD(network.parameters(), learningRate, momentum: 0.95, nesterov: true);
        var options = new DqnOptions
        {
            Steps = steps, Stack = Stack, Exploration = new ExponentialExploration(1, 0.1, explorationScale), ReplayCapacity = 12_000,
            BatchSize = 128, LearningStarts = 1_000, TrainEvery = trainEvery, TargetUpdateEvery = 8_000, Loss = TemporalDifferenceLoss.Huber,
            GradientLimit = GradientLimit.Value, GradientLimitValue = 1, WaitForReward = true,
            EvaluateEvery = 10_000, EvaluationEpisodes = 5, FinalEvaluationEpisodes = 20,
        };
        new DqnTrainer<byte>(world, evaluationWorld, network, target, optimizer, options).Train(run);

        // The original shows a frame for 50 ms.
        var greedy = new GreedyPolicy<byte>(network, evaluationWorld.ObservationSpace, world.ActionSpace, run.Device);
        run.LogVideo("replay", Evaluation.Film(greedy, evaluationWorld, evaluationWorld.As<IRenderable>()!, run.Seed + 3_000_000), framesPerSecond: 20);
    }
}
