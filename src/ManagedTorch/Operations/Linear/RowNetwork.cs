using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// A sequence of small layers that is applied to one row of float32 at a time, without tensors: whoever acts asks for one row again and again, and
/// tensors cost several times what the arithmetic does. It comes to the bits that the network itself comes to, by the same kernels.
/// RlLab.Engines finds it by its name.
/// </summary>
internal sealed unsafe class RowNetwork
{
    private readonly Sequential network;
    private readonly nn.IModule<Tensor, Tensor>[] layers;
    private float[] numbers = [], results = [];

    private RowNetwork(Sequential network) => (this.network, layers) = (network, network.Layers);

    /// <summary>A network as one that can be applied to a row; null where some layer is none of those that are known here.</summary>
    public static RowNetwork? Of(nn.Module<Tensor, Tensor> network) =>
        network is Sequential sequential && sequential.GetType() == typeof(Sequential) && Array.TrueForAll(sequential.Layers, IsKnown)
            ? new RowNetwork(sequential)
            : null;

    /// <summary>Applies the network.</summary>
    /// <param name="row">As many numbers as the network takes.</param>
    /// <param name="result">Receives what it gives.</param>
    /// <returns>
    /// Whether it did: not where somebody watches a layer, where layers were added, where weights are on a device or of another type, or where the
    /// numbers are more or fewer.
    /// </returns>
    public bool Apply(ReadOnlySpan<float> row, Span<float> result)
    {
        if (network.Watched || !ReferenceEquals(network.Layers, layers) || row.IsEmpty) return false;
        Reserve(ref numbers, row.Length);
        row.CopyTo(numbers);
        var length = row.Length;
        for (var i = 0; i < layers.Length; i++)
        {
            var done = layers[i] switch
            {
                Linear { Watched: false } linear => Multiply(linear, ref length, relu: IsRelu(i + 1) && ++i > 0),
                ReLU { Watched: false } => Each<Kernels.Relu<float>>(length),
                Sigmoid { Watched: false } => Each<Kernels.Sigmoid>(length),
                Tanh { Watched: false } => Each<Kernels.Tanh>(length),
                LogSoftmax { Watched: false, dim: 1 or -1 } => Normalize(length, logarithm: true),
                Softmax { Watched: false, dim: 1 or -1 } => Normalize(length, logarithm: false),
                _ => false,
            };
            if (!done) return false;
        }

        if (length != result.Length) return false;
        new ReadOnlySpan<float>(numbers, 0, length).CopyTo(result);
        return true;
    }

    private static bool IsKnown(nn.IModule<Tensor, Tensor> layer) => layer is Linear or ReLU or Sigmoid or Tanh or LogSoftmax or Softmax;

    private bool IsRelu(int i) => i < layers.Length && layers[i] is ReLU { Watched: false };

    private bool Multiply(Linear linear, ref int length, bool relu)
    {
        Tensor weight = linear.weight.Live(), bias = linear.bias?.Live()!;
        if (!IsPlain(weight) || weight.layout.Rank != 2 || weight.layout.Sizes[1] != length
            || bias is not null && (!IsPlain(bias) || bias.layout.Count != weight.layout.Sizes[0]))
            return false;
        var outputs = (int)weight.layout.Sizes[0];
        Reserve(ref results, outputs);
        fixed (float* x = numbers, y = results)
        {
            Kernels.Gemm.Dots(
                outputs, length, 1, x, (float*)weight.pointer, length, 0, y,
                new Kernels.Epilogue<float>(bias is null ? null : (float*)bias.pointer, relu: relu));
        }

        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        (numbers, results, length) = (results, numbers, outputs);
        return true;
    }

    private bool Each<TOperator>(int length) where TOperator : struct, Kernels.IUnary<float>
    {
        fixed (float* x = numbers) Kernels.Elementwise.Unary<float, TOperator>(x, x, length);
        return true;
    }

    private bool Normalize(int length, bool logarithm)
    {
        fixed (float* x = numbers) Kernels.Softmax.Forward(x, x, 1, length, logarithm);
        return true;
    }

    private static bool IsPlain(Tensor tensor) => tensor is { element: ScalarType.Float32, OnCuda: false, layout.Contiguous: true };

    private static void Reserve(ref float[] memory, int length)
    {
        if (memory.Length < length) memory = new float[length];
    }
}
