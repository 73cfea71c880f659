using RlLab.Algorithms.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>A network's values for the actions of a world, once it is seen to fit the world.</summary>
internal static class ActionValues
{
    /// <summary>Shows the network zeros, without a gradient, and looks at what it makes of them.</summary>
    /// <param name="network">The network; it acts and values as it will be used, not as in training.</param>
    /// <param name="world">Shows what the network sees.</param>
    /// <param name="distribution">How the network describes returns; null where it gives their expectations.</param>
    /// <returns>Observations [batch, ...] to action values [batch, actions].</returns>
    /// <exception cref="ArgumentException">The network cannot see the world's observations, or its outputs do not fit the actions.</exception>
    public static Module<Tensor, Tensor> Of<TElement>(
        Module<Tensor, Tensor> network, IEnvironment<TElement, int> world, ValueDistribution? distribution)
        where TElement : unmanaged, IComparable<TElement>
    {
        var actions = (world.ActionSpace as Discrete)?.Count ?? throw new ArgumentException(
            $"A network gives values for each action, so actions must be a Discrete space, not {world.ActionSpace}.");
        var numbers = distribution?.Numbers ?? 1;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        NetworkFit.Shown(
            "network", network, NetworkFit.Observations(world.ObservationSpace, network), (long)actions * numbers,
            distribution is null ? $"a value for each of {actions} actions" : $"{numbers} numbers for each of {actions} actions ({distribution})");
        return distribution is null ? network : new ExpectedValues(network, distribution);
    }
}
