using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>A network's values for the actions of a world, once it is seen to fit the world.</summary>
internal static class ActionValues
{
    /// <summary>Shows the network nothing, without a gradient, and counts what it gives.</summary>
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
        var outputs = Outputs(network, world.ObservationSpace);
        var numbers = distribution?.Numbers ?? 1;
        if (outputs != (long)actions * numbers)
        {
            throw new ArgumentException(
                $"The network gives {outputs} numbers for an observation. For {actions} actions"
                + $"{(distribution is null ? "" : $" of {numbers} numbers each ({distribution})")} it must give {(long)actions * numbers}.");
        }

        return distribution is null ? network : new ExpectedValues(network, distribution);
    }

    private static long Outputs<TElement>(Module<Tensor, Tensor> network, Box<TElement> space)
        where TElement : unmanaged, IComparable<TElement>
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.eval();
        long[] shape = [1, .. space.Shape.Select(size => (long)size)];
        var type = typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32;
        try
        {
            return network.call(zeros(shape, type, network.parameters().FirstOrDefault()?.device ?? CPU)).numel();
        }
        catch (Exception e)
        {
            throw new ArgumentException($"The network cannot see observations of the shape [{string.Join(", ", shape)}]: {e.Message}", e);
        }
    }
}
