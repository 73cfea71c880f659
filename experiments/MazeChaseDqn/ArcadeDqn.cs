using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Networks;
using TorchSharp;

namespace RlLab.Experiments;

/// <summary>DQN on five stacked frames of an Atari game, with the settings of the original: what maze-chase-dqn and mspacman-dqn share.</summary>
internal static class ArcadeDqn
{
    /// <summary>Frames that the network sees at once.</summary>
    public const int Stack = 5;

    /// <summary>Trains, evaluates and films.</summary>
    public static async Task Train(
        IRun run, IEnvironment<byte, int> world, IEnvironment<byte, int> evaluationWorld,
        double learningRate, int explorationScale, int trainEvery, int steps)
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
            FilmEvery = 20_000, FilmFramesPerSecond = 20, // the original shows a frame for 50 ms
        };
        await new DqnTrainer<byte>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }
}
