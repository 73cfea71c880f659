using RlLab.Algorithms.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Reinforce;

/// <summary>Shows each network zeros, before anything is learned: one that does not fit the world is told by what it must take and give.</summary>
internal static class ReinforceNetworkCheck
{
    /// <summary>Looks at the networks, and leaves them as in evaluation.</summary>
    /// <param name="world">Shows what they see.</param>
    /// <param name="policy">Observations to log-probabilities of actions.</param>
    /// <param name="value">Observations to values; null where there is none.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">One does not fit.</exception>
    public static Module<Tensor, Tensor> Fitting(IEnvironment<float, int> world, Module<Tensor, Tensor> policy, Module<Tensor, Tensor>? value)
    {
        var actions = (world.ActionSpace as Discrete)?.Count ?? throw new ArgumentException(
            $"A policy gives a log-probability for each action, so actions must be a Discrete space, not {world.ActionSpace}.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var seen = NetworkFit.Observations(world.ObservationSpace, policy);
        NetworkFit.Shown("policy", policy, seen, actions, $"a log-probability for each of {actions} actions");
        if (value is not null)
        {
            NetworkFit.Shown("value network", value, seen, 1, "one value a row");
        }

        return policy;
    }
}
