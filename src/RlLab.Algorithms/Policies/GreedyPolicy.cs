using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Takes the allowed action that the network gives the highest number; of several, the first.</summary>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <param name="network">Observations [1, ...] to numbers [1, actions], such as values or log-probabilities.</param>
/// <param name="observations">The observations' space.</param>
/// <param name="actions">The actions' space, a <see cref="Discrete"/> one.</param>
/// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
public sealed class GreedyPolicy<TElement>(Module<Tensor, Tensor> network, Box<TElement> observations, Space<int> actions, string device)
    : NetworkPolicy<TElement>(network, observations, actions, device), IExportable
    where TElement : unmanaged, IComparable<TElement>
{
    /// <summary>
    /// The number that the network gave the action of the last <see cref="NetworkPolicy{TElement, TAction}.Act"/>: its value, in a Q-network.
    /// </summary>
    public float LastValue { get; private set; }

    ActionChoice IExportable.Choice => ActionChoice.Greatest;

    /// <inheritdoc/>
    protected override int Choose(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        var best = LogProbabilities.Likeliest(outputs, allowed);
        LastValue = outputs[best];
        DivergedException.ThrowIfNotFinite(LastValue, "the highest of the network's numbers for the allowed actions");
        return best;
    }
}
