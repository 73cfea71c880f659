using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Sums and products with a factor, built from the plain ones.</summary>
internal static class Scaled
{
    public static Tensor AddInPlace(Tensor a, Tensor b, Scalar alpha)
    {
        // A number is cut to an integer nowhere in silence.
        if (a.Live().Tracked || b.Live().Tracked || a.element != b.element || !Dtype.IsFloating(a.element)) return a.add_(b.mul(alpha));
        InPlace.Check(a);
        Launch.On(b);
        var scaled = Binary.Compute<Multiply>(b, alpha.Value);
        Binary.ApplyInPlace<Add>(a, scaled);
        scaled.Free();
        return a;
    }

    /// <summary>An integer where both numbers are, so that it leaves a tensor of integers one.</summary>
    public static Number Product(Scalar scalar, Scalar alpha)
    {
        Number a = scalar, b = alpha;
        return a.Category < 2 && b.Category < 2 ? new Number(a.ToInt64() * b.ToInt64()) : new Number(a.ToDouble() * b.ToDouble());
    }
}
