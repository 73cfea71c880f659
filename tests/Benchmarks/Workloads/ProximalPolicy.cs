using Benchmarks.Experiments;
using RlLab.Algorithms.Ppo;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Benchmarks.Workloads;

/// <summary>A short training of PPO on CartPole with CleanRL's settings in 8 worlds, by the trainer itself.</summary>
internal static class ProximalPolicy
{
    public const int Steps = 8 * Rollout * Worlds;
    private const int Rollout = 128, Worlds = 8;

    public static Action Training()
    {
        // What is evaluated ends after a step; the peer evaluates nothing.
        var (worlds, evaluationWorld) = (new CartPoleVector(Worlds), new CartPole(timeLimit: 1));
        var options = new PpoOptions
        {
            Steps = Steps, RolloutLength = Rollout, EvaluateEvery = Steps, EvaluationEpisodes = 1, FinalEvaluationEpisodes = 1,
        };
        var run = new SilentRun(1, CancellationToken.None, films: false);
        return () =>
        {
            using var networks = new ActorCritic(Network(2).WithOrthogonalWeights(0.01), Network(1).WithOrthogonalWeights(1));
            using var adam = torch.optim.Adam(networks.Parameters, 2.5e-4, eps: 1e-5);
            new PpoTrainer<float, int>(worlds, evaluationWorld, networks, adam, options).Train(run).GetAwaiter().GetResult();
        };
    }

    private static Module<torch.Tensor, torch.Tensor> Network(int outputs) =>
        Sequential(Linear(4, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, outputs));
}
