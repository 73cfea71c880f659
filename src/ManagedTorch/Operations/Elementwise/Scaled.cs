using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Sums and products with a factor, built from the plain ones.</summary>
internal static class Scaled
{
    public static Tensor AddInPlace(Tensor a, Tensor b, Scalar alpha)
    {
        if (a.Live().Tracked || b.Live().Tracked) return a.add_(b.mul(alpha));
        InPlace.Check(a);
        Launch.On(b);
        var scaled = Binary.Compute<Multiply>(b.element == a.element ? b : Conversion.To(b, a.element), alpha.Value);
        Binary.ApplyInPlace<Add>(a, scaled);
        scaled.Free();
        return a;
    }
}
