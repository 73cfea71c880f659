using RlLab.Algorithms.Ppo;
using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Tests.Prompting;

/// <summary>Networks and worlds of the whisperers, and how they are trained.</summary>
internal static class Whispering
{
    public static PromptingNetworks Networks(
        Channel channel = Channel.Trained, int hiddenUnits = 16, Estimator estimator = Estimator.StraightThrough) =>
        new(WhisperWorld.Numbers, own: 1, WhisperWorld.Bits, WhisperWorld.Numbers + 1, hiddenUnits, estimator, channel);

    public static PromptedWorld World(PromptingNetworks networks, int length = 2) =>
        new(new WhisperWorld(length), networks, WhisperWorld.Listener, WhisperWorld.Speaker, others: (_, _) => 0);

    public static async Task ReinforceAsync(IRun run, PromptingNetworks networks, optim.Optimizer optimizer, ReinforceOptions options)
    {
        using PromptedWorld world = World(networks), evaluationWorld = World(networks);
        await new ReinforceTrainer(world, evaluationWorld, networks, optimizer, options).Train(run);
    }

    public static async Task PpoAsync(IRun run, PromptingNetworks networks, double learningRate, PpoOptions options)
    {
        using var worlds = new VectorEnvironment<float, int>(4, () => World(networks));
        using var evaluationWorld = World(networks);
        using var both = new ActorCritic(networks, Sequential(Linear(evaluationWorld.ObservationSpace.Length, 16), ReLU(), Linear(16, 1)));
        using var optimizer = optim.Adam(both.Parameters, learningRate, amsgrad: true);
        await new PpoTrainer<float, int>(worlds, evaluationWorld, both, optimizer, options).Train(run);
    }
}
