using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests.Core.Gradients;

/// <summary>Holds the gradients of a function against central differences, in float64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <param name="function">From the inputs to one tensor.</param>
    /// <param name="leaves">The tensors to differentiate by; they are perturbed and put back.</param>
    /// <param name="tolerance">Relative to the larger of 1 and the gradient.</param>
    public static void Run(Func<Tensor> function, IReadOnlyList<Tensor> leaves, double tolerance = 2e-6)
    {
        foreach (var leaf in leaves)
        {
            leaf.requires_grad = true;
            leaf.grad = null;
        }
        // All handles but the result's are disposed before the backward pass: what it needs it must have kept.
        var result = WrappedTensorDisposeScope(function);
        if (result.numel() == 0 && !result.requires_grad) return;
        var generator = new Generator(7);
        var weights = rand(result.shape, dtype: float64, generator: generator) - 0.3;
        (result * weights).sum().backward();

        foreach (var leaf in leaves.Where(leaf => leaf.numel() > 0))
        {
            var analytic = leaf.grad is { } grad ? grad.contiguous().data<double>().ToArray() : new double[leaf.numel()];
            for (var i = 0; i < analytic.Length; i++)
            {
                var numeric = (Perturbed(function, leaf, i, Step, weights) - Perturbed(function, leaf, i, -Step, weights)) / (2 * Step);
                var scale = Math.Max(1, Math.Abs(numeric));
                if (Math.Abs(analytic[i] - numeric) > tolerance * scale)
                    Assert.Fail(
                        $"Element {i} of a leaf of shape [{string.Join(", ", leaf.shape)}]: the gradient is {analytic[i]}, "
                        + $"the difference quotient {numeric}.");
            }
        }
    }

    private static double Perturbed(Func<Tensor> function, Tensor leaf, long index, double by, Tensor weights)
    {
        using var mode = no_grad();
        using var scope = NewDisposeScope();
        var data = leaf.data<double>();
        var at = Unravel(index, leaf.shape);
        var kept = leaf.ndim == 0 ? data[0] : data[at];
        Set(kept + by);
        var value = (function() * weights).sum().ToDouble();
        Set(kept);
        return value;

        void Set(double x)
        {
            if (leaf.ndim == 0) data[0] = x;
            else data[at] = x;
        }
    }

    private static long[] Unravel(long index, long[] shape)
    {
        var at = new long[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            at[d] = index % shape[d];
            index /= shape[d];
        }
        return at;
    }
}
