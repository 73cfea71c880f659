using RlLab.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>Acts by what a network says of the actions of any space: draws one, or takes the likeliest.</summary>
/// <typeparam name="TElement">What an observation is made of.</typeparam>
/// <typeparam name="TAction">An action.</typeparam>
/// <param name="network">Observations [1, ...] to numbers [1, outputs].</param>
/// <param name="distribution">What the numbers say.</param>
/// <param name="observations">The observations' space.</param>
/// <param name="device">Where the network is.</param>
/// <param name="random">What to draw from; null to take the likeliest action.</param>
internal sealed class DistributionPolicy<TElement, TAction>(
    Module<Tensor, Tensor> network, ActionDistribution<TAction> distribution, Box<TElement> observations, Device device, RandomGenerator? random)
    : IPolicy<TElement, TAction>, IExportable
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly NetworkRows<TElement> _rows = new(null, observations, device, (network, distribution.Outputs));
    private readonly TElement[] _observation = new TElement[observations.Length];
    private readonly float[] _kept = new float[distribution.Kept];
    private bool[] _allowed = [];

    Module<Tensor, Tensor> IExportable.Network => network;

    ActionChoice IExportable.Choice => distribution.Choice;

    string IExportable.ToAction(OnnxGraph graph, string outputs) => distribution.Export(graph, outputs);

    /// <inheritdoc/>
    public TAction Act(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default)
    {
        observation.CopyTo(_observation);
        _rows.AskAlone(_observation);
        return Decide(allowed);
    }

    /// <inheritdoc/>
    public ValueTask<TAction> ActAsync(ReadOnlySpan<TElement> observation, ReadOnlySpan<bool> allowed = default)
    {
        observation.CopyTo(_observation);
        if (_allowed.Length != allowed.Length)
        {
            _allowed = new bool[allowed.Length];
        }

        allowed.CopyTo(_allowed);
        var asked = _rows.Ask(_observation);
        return asked.IsCompletedSuccessfully ? ValueTask.FromResult(Decide(_allowed)) : DecideAfter(asked);
    }

    private async ValueTask<TAction> DecideAfter(ValueTask asked)
    {
        await asked;
        return Decide(_allowed);
    }

    private TAction Decide(ReadOnlySpan<bool> allowed) => random is null
        ? distribution.Likeliest(_rows[0, 0], allowed)
        : distribution.Draw(_rows[0, 0], allowed, random, _kept, out _);
}
