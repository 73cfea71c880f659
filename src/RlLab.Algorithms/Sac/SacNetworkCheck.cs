using RlLab.Algorithms.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Sac;

/// <summary>Shows each network zeros, before anything is learned: one that does not fit the world is told by what it must take and give.</summary>
/// <param name="observations">The observations' space.</param>
/// <param name="elements">How many elements an action has.</param>
/// <param name="device">Where the networks are.</param>
internal sealed class SacNetworkCheck(Box<float> observations, int elements, Device device)
{
    /// <summary>Looks at the networks.</summary>
    /// <exception cref="ArgumentException">One does not fit.</exception>
    public void Check(Module<Tensor, Tensor> policy, Module<Tensor, Tensor> critic, Module<Tensor, Tensor> target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        NetworkFit.Shown(
            "policy", policy, NetworkFit.Observations(observations, policy), 2 * elements,
            "the means and then the logarithms of the deviations of an action");
        var both = zeros(2, observations.Length + elements, device: device);
        foreach (var (name, network) in new[] { ("critic", critic), ("target", target) })
        {
            NetworkFit.Shown(
                name, network, both, 2, $"the values by two critics of {observations.Length} numbers that are seen and {elements} that are done");
        }
    }
}
