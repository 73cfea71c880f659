using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Lets a target network follow the network that is learned.</summary>
internal static class TargetNetwork
{
    /// <summary>Moves the target's parameters towards the network's.</summary>
    /// <param name="target">The target.</param>
    /// <param name="network">A network of the same shape.</param>
    /// <param name="rate">How far it moves, above 0; 1 makes it a copy (Lillicrap et al., 2016, have 0.001).</param>
    public static void Follow(Module<Tensor, Tensor> target, Module<Tensor, Tensor> network, double rate)
    {
        using var scope = NewDisposeScope();
        if (rate == 1)
        {
            target.load_state_dict(network.state_dict());
            return;
        }

        using var noGrad = no_grad();
        foreach (var (slow, fast) in target.parameters().Zip(network.parameters()))
        {
            slow.lerp_(fast, rate);
        }

        // Running statistics are not learned, and follow as they are.
        foreach (var (slow, fast) in target.buffers().Zip(network.buffers()))
        {
            slow.copy_(fast);
        }
    }
}
