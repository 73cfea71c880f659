using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Draws an action with the probability that the network gives it; where some are not allowed, in proportion among the others.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <param name="network">Observations [1, ...] to log-probabilities [1, actions].</param>
/// <param name="observations">The observations' space.</param>
/// <param name="actions">The actions' space, a <see cref="Discrete"/> one.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="random">What to draw from.</param>
public sealed class SampledPolicy<TElement>(
    Module<Tensor, Tensor> network, Box<TElement> observations, Space<int> actions, string device, RandomGenerator random)
    : NetworkPolicy<TElement>(network, observations, actions, device), IExportable
    where TElement : unmanaged, IComparable<TElement>
{
    ActionChoice IExportable.Choice => ActionChoice.Drawn;

    /// <inheritdoc/>
    protected override int Choose(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed) =>
        allowed.IsEmpty ? LogProbabilities.Draw(outputs, random) : LogProbabilities.DrawAmong(outputs, allowed, random, out _);
}
