using RlLab.Algorithms.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Ppo;

/// <summary>Shows each network zeros, before anything is learned: one that does not fit the worlds is told by what it must take and give.</summary>
internal static class PpoNetworkCheck
{
    /// <summary>Looks at worlds and networks.</summary>
    /// <exception cref="ArgumentException">A network does not fit, or the two worlds have different spaces.</exception>
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

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var seen = NetworkFit.Observations(worlds.ObservationSpace, networks.Policy);
        if (networks.Trunk is { } trunk)
        {
            seen = NetworkFit.Shown("trunk", trunk, seen, outputs: null, "features for policy and value");
        }

        NetworkFit.Shown("policy", networks.Policy, seen, outputs, $"what actions of {worlds.ActionSpace} are drawn by");
        NetworkFit.Shown("value network", networks.Value, seen, 1, "one value a row");
    }
}
