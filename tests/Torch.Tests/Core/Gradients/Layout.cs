using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core.Gradients;

/// <summary>The same values in memory in different ways: operations must not care.</summary>
internal static class Layout
{
    public static readonly string[] All = ["contiguous", "permuted", "stepped", "expanded"];

    /// <summary>A leaf of random numbers in [low, high), and the view of it that has the shape wanted.</summary>
    public static (Tensor Leaf, Func<Tensor> View) Make(string layout, long[] shape, double low, double high, Generator generator)
    {
        switch (layout)
        {
            case "permuted" when shape.Length > 1:
            {
                var leaf = Random([.. shape.Reverse()]);
                return (leaf, () => leaf.permute(Enumerable.Range(0, shape.Length).Reverse().Select(d => (long)d).ToArray()));
            }
            case "stepped" when shape.Length > 0:
            {
                var leaf = Random([.. shape[..^1], 2 * shape[^1] + 1]);
                return (leaf, () => leaf.slice(-1, 1, 2 * shape[^1] + 1, 2));
            }
            case "expanded" when shape.Length > 0:
            {
                var leaf = Random([1, .. shape[1..]]);
                return (leaf, () => leaf.expand(shape));
            }
            default:
            {
                var leaf = Random(shape);
                return (leaf, () => leaf);
            }
        }

        Tensor Random(long[] sizes) => rand(sizes, dtype: float64, generator: generator) * (high - low) + low;
    }
}
