using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace RlLab.Lanes;

/// <summary>
/// Neighbouring layers that a run applies to its own rows, as it would alone, while the rest of its network is applied together with others:
/// convolutions, pooling and normalisations.
/// </summary>
internal sealed class ApartLayers
{
    private readonly Layer[] _layers;
    private readonly Layer _module;
    private long[] _measured = [];

    /// <summary>Puts layers together, which stay what they are.</summary>
    /// <param name="layers">Layers that are called one after the other, at least one.</param>
    /// <param name="module">The same as one module.</param>
    public ApartLayers(Layer[] layers, Layer module)
    {
        (_layers, _module) = (layers, module);
        Measure([1]);
    }

    /// <summary>How many layers there are.</summary>
    public int Count => _layers.Length;

    /// <summary>About how many multiply-adds a row takes; of a convolution for one place until there were rows, then as at the last.</summary>
    public long Work { get; private set; }

    /// <summary>About the most numbers that a layer makes of a row.</summary>
    public long Width { get; private set; }

    /// <summary>The layer's type, and the shapes of what it has; null for a layer that is not to be applied apart.</summary>
    /// <param name="layer">The layer.</param>
    public static string? Describe(Layer layer) =>
        layer is Conv1d or Conv2d or BatchNorm1d or BatchNorm2d or LayerNorm or PReLU or MaxPool2d or AvgPool2d or AdaptiveAvgPool2d
            ? $"{layer.GetType()}({string.Join(", ", layer.parameters().Concat(layer.buffers()).Select(Describe))})"
            : null;

    /// <summary>Where layers that are applied apart end: with the last of them that has only layers between that know no other rows.</summary>
    /// <remarks>
    /// Neighbours stay together, and with a ReLU behind them, because the managed engine computes some of them in one pass, to bits of its own.
    /// </remarks>
    /// <param name="layers">Layers that are called one after the other.</param>
    /// <param name="start">The first.</param>
    /// <returns>The number behind the last one's; <paramref name="start"/> where the first is not applied apart.</returns>
    public static int EndIn(Sequential layers, int start)
    {
        var end = start;
        for (var i = start; i < layers.Count && layers[i] is Layer layer; i++)
        {
            if (Describe(layer) is not null)
            {
                end = i + 1;
            }
            else if (end == start || RowwiseLayers.Describe(layer) is null)
            {
                break;
            }
        }

        return end > start && end < layers.Count && layers[end] is ReLU ? end + 1 : end;
    }

    /// <summary>Applies the layers.</summary>
    /// <param name="rows">A run's rows.</param>
    public Tensor Forward(Tensor rows)
    {
        var shape = rows.shape;
        if (!shape.AsSpan(1).SequenceEqual(_measured))
        {
            Measure(shape);
        }

        return _module.call(rows);
    }

    private static string Describe(Tensor tensor) =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join('x', tensor.shape)} {tensor.dtype} {tensor.device}");

    private void Measure(long[] shape)
    {
        _measured = shape[1..];
        (Work, Width) = (0, 1);

        // Where a convolution is applied: at most wherever its input has a place, by its stride.
        var places = shape.Skip(2).Aggregate(1L, (places, length) => places * length);
        foreach (var layer in _layers)
        {
            if (layer is Convolution convolution)
            {
                places = Math.Max(1, convolution.stride.Aggregate(places, (left, stride) => left / stride));
                Width = Math.Max(Width, places * convolution.out_channels);
            }

            var weights = layer.parameters().Where(parameter => parameter.dim() > 1).ToArray();
            Work += places * weights.Sum(weight => weight.numel());
            Width = weights.Aggregate(Width, (width, weight) => Math.Max(width, places * weight.shape[0]));
        }
    }
}
