using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Ppo;

/// <summary>The networks that PPO trains: a policy and a value, apart from each other or upon a common trunk.</summary>
public sealed class ActorCritic : IDisposable
{
    /// <summary>Puts networks together.</summary>
    /// <param name="policy">
    /// What the trunk makes, or observations [rows, ...], to what an action is drawn by: a logit for each action of a <see cref="Discrete"/> space
    /// [rows, actions], for each action of each part of a <see cref="MultiDiscrete"/> one, or what a <see cref="GaussianHead"/> gives for a
    /// <see cref="Box{T}"/>.
    /// </param>
    /// <param name="value">The same to values [rows, 1].</param>
    /// <param name="trunk">Observations [rows, ...] to features for both. Default: null, the two share nothing.</param>
    public ActorCritic(Module<Tensor, Tensor> policy, Module<Tensor, Tensor> value, Module<Tensor, Tensor>? trunk = null)
    {
        (Policy, Value, Trunk) = (policy, value, trunk);
        Actor = trunk is null ? policy : Sequential(trunk, policy);
    }

    /// <summary>Observations to what an action is drawn by: the trunk and the policy, as they are saved as a run's checkpoints.</summary>
    public Module<Tensor, Tensor> Actor { get; }

    /// <summary>What an action is drawn by, of features where there is a trunk.</summary>
    public Module<Tensor, Tensor> Policy { get; }

    /// <summary>The value, of features where there is a trunk.</summary>
    public Module<Tensor, Tensor> Value { get; }

    /// <summary>Observations to features; null where policy and value see the observations themselves.</summary>
    public Module<Tensor, Tensor>? Trunk { get; }

    /// <summary>All weights, each once: what an optimiser is to be given.</summary>
    public IEnumerable<Parameter> Parameters => Networks.SelectMany(network => network.parameters()).Distinct();

    internal IEnumerable<Module<Tensor, Tensor>> Networks => Trunk is null ? [Policy, Value] : [Trunk, Policy, Value];

    /// <summary>Moves all networks to a device.</summary>
    /// <param name="device"><c>cpu</c> or <c>cuda:0</c>.</param>
    /// <returns>The same.</returns>
    public ActorCritic To(string device)
    {
        foreach (var network in Networks)
        {
            network.to(device);
        }

        return this;
    }

    /// <summary>Lets go of the networks.</summary>
    public void Dispose()
    {
        Actor.Dispose();
        foreach (var network in Networks)
        {
            network.Dispose();
        }
    }
}
