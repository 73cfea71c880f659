using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Ppo;

/// <summary>Looks before training whether networks fit the spaces of a world, by two observations of zeros.</summary>
internal static class NetworkFit
{
    /// <exception cref="ArgumentException">They do not, or the two worlds have different spaces.</exception>
    public static void Check<TElement, TAction>(
        IVectorEnvironment<TElement, TAction> worlds, IEnvironment<TElement, TAction> evaluationWorld, ActorCritic networks, int outputs)
        where TElement : unmanaged, IComparable<TElement>
    {
        if (!worlds.ObservationSpace.Equals(evaluationWorld.ObservationSpace) || !worlds.ActionSpace.Equals(evaluationWorld.ActionSpace))
        {
            throw new ArgumentException(
                $"The worlds to learn in have the spaces {worlds.ObservationSpace} and {worlds.ActionSpace}, the one for evaluation "
                + $"{evaluationWorld.ObservationSpace} and {evaluationWorld.ActionSpace}: they have to be of one kind.");
        }

        foreach (var network in networks.Networks)
        {
            network.eval();
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var type = typeof(TElement) == typeof(byte) ? ScalarType.Byte : ScalarType.Float32;
        var place = networks.Parameters.FirstOrDefault()?.device ?? CPU;
        var seen = zeros([2, .. worlds.ObservationSpace.Shape.Select(size => (long)size)], type, place);
        var features = networks.Trunk is null ? seen : Call(networks.Trunk, seen, "trunk");
        Fits(Call(networks.Policy, features, "policy"), outputs, $"the policy", $"actions of {worlds.ActionSpace}");
        Fits(Call(networks.Value, features, "value network"), 1, "the value network", "one value a row");
    }

    private static Tensor Call(Module<Tensor, Tensor> network, Tensor rows, string name)
    {
        try
        {
            return network.call(rows);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ArgumentException($"The {name} does not take rows of shape [{string.Join(", ", rows.shape)}]: {e.Message}", e);
        }
    }

    private static void Fits(Tensor numbers, int outputs, string network, string what)
    {
        if (!numbers.shape.AsSpan().SequenceEqual([2, outputs]))
        {
            throw new ArgumentException(
                $"Of 2 observations {network} makes [{string.Join(", ", numbers.shape)}]; for {what} it has to be [2, {outputs}].");
        }
    }
}
