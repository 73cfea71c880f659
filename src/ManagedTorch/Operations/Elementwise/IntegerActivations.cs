using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The activations that PyTorch computes on integers too; they leave them integers, and have no answer for bools.</summary>
internal static class IntegerActivations
{
    public static Tensor Clamp(Tensor x, string operation, Scalar min, Scalar? max = null)
    {
        NotBool(x, operation);
        var low = min.Value.ToInt64();
        if (x.element == ScalarType.Byte && (low < 0 || max?.Value.ToInt64() < 0))
            throw new TorchException($"{operation} of an unsigned type has no negative limits.");
        return x.clamp(low, max?.Value.ToInt64() is { } high ? (Scalar)high : null);
    }

    public static Tensor Threshold(Tensor x, Scalar threshold, Scalar value)
    {
        NotBool(x, "threshold");
        return x.masked_fill(x.le(Factory.Full(Shape.Scalar, threshold, x.element, CPU, false)), value);
    }

    private static void NotBool(Tensor x, string operation)
    {
        if (x.element == ScalarType.Bool) throw new TorchException($"{operation} is not defined for tensors of Bool.");
    }
}
