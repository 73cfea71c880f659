using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Squared norms of gradients, without a tensor for the squares.</summary>
internal static unsafe class GradientNorms
{
    private const int Block = 1024;

    public static float? SquaredSum(Parameter parameter)
    {
        if (parameter.gradient is not { } gradient) return null;
        Launch.Of("square", gradient);
        if (gradient is not { element: ScalarType.Float32, layout: { Contiguous: true, Count: <= Block } })
        {
            using var squares = gradient.square();
            using var sum = squares.sum();
            return (float)sum.ToDouble();
        }
        var count = (int)gradient.layout.Count;
        var values = stackalloc float[Block];
        var source = (float*)gradient.pointer;
        Kernels.Elementwise.Binary<float, Kernels.Multiply<float>>(source, source, values, count);
        GC.KeepAlive(gradient);
        return Kernels.Reductions.Sum(values, count);
    }
}
