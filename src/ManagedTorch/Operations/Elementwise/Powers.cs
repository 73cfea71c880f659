using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Powers with one exponent for all; roots are taken as roots, which are nan, not infinite, of minus infinity.</summary>
internal static class Powers
{
    public static Tensor Apply(Tensor x, in Number exponent)
    {
        if (Dtype.IsFloating(x.Live().element))
            return exponent.ToDouble() switch
            {
                0.5 => Unary.Apply<SquareRoot>(x),
                -0.5 => Unary.Apply<ReciprocalSquareRoot>(x),
                _ => Binary.Apply<Power>(x, exponent),
            };
        if (exponent.Category < 2 && exponent.ToInt64() < 0)
            throw new TorchException($"Integers to negative integer powers are not allowed: the exponent is {exponent.ToInt64()}.");
        return Binary.Apply<Power>(x, exponent);
    }
}
