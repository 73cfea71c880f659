using RlLab.Formats;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>
/// Continuous actions from a network's means and deviations: a normal number, squashed by tanh and stretched to the action's bounds. With a
/// generator it is drawn, as training does; without one it is the mean, which is what was learned.
/// </summary>
/// <remarks>Haarnoja et al., "Soft actor-critic" (2018), appendix C. The logarithm of a deviation is held from -20 to 2.</remarks>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
public sealed class SquashedGaussianPolicy<TElement> : NetworkPolicy<TElement, float[]>, IExportable
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly BoundedActions _bounds;
    private readonly RandomGenerator? _random;
    private readonly float[] _unit;

    /// <summary>A policy of a network.</summary>
    /// <param name="network">Observations [1, ...] to [1, 2 x elements]: the means, then the logarithms of the deviations.</param>
    /// <param name="observations">The observations' space.</param>
    /// <param name="actions">The actions' space, a <see cref="Box{T}"/> with finite bounds.</param>
    /// <param name="device">Where the network is: <c>cpu</c> or <c>cuda:0</c>.</param>
    /// <param name="random">What to draw from; null for the action of the means.</param>
    /// <exception cref="ArgumentException">The actions' space is another one, or a side of it is open.</exception>
    public SquashedGaussianPolicy(
        Module<Tensor, Tensor> network, Box<TElement> observations, Space<float[]> actions, string device, RandomGenerator? random = null)
        : this(network, observations, new BoundedActions(actions), device, random)
    {
    }

    private SquashedGaussianPolicy(
        Module<Tensor, Tensor> network, Box<TElement> observations, BoundedActions bounds, string device, RandomGenerator? random)
        : base(network, observations, 2 * bounds.Length, SquashedGaussian.Need(bounds.Length), device) =>
        (_bounds, _random, _unit) = (bounds, random, new float[bounds.Length]);

    ActionChoice IExportable.Choice => ActionChoice.Given;

    /// <summary>That of the means, without a draw.</summary>
    string IExportable.ToAction(OnnxGraph graph, string outputs)
    {
        var means = graph.Add("Slice", [outputs, graph.Constant(0L), graph.Constant(_unit.LongLength), graph.Constant(1L)]);
        return _bounds.ExportToAction(graph, graph.Add("Tanh", means));
    }

    /// <inheritdoc/>
    protected override float[] Decide(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
    {
        for (var i = 0; i < _unit.Length; i++)
        {
            var (mean, logDeviation) = (outputs[i], outputs[_unit.Length + i]);
            Check(mean, "mean", i);
            Check(logDeviation, "log-deviation", i);
            var noise = _random is null ? 0 : Math.Exp(SquashedGaussian.Limit(logDeviation)) * _random.NextGaussian();
            _unit[i] = (float)Math.Tanh(mean + noise);
        }

        return _bounds.ToAction(_unit);
    }

    private static void Check(float number, string what, int element)
    {
        if (!float.IsFinite(number))
        {
            throw new DivergedException($"the network's {what} for element {element} of the action", number);
        }
    }
}
