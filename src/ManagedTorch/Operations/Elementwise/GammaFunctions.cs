using System.Numerics;

namespace TorchSharp;

/// <summary>The logarithm of the gamma function, and its derivatives, in double.</summary>
internal static class GammaFunctions
{
    // Lanczos' approximation with g = 7 and nine terms; the relative error stays below 1e-14.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    public static double LogGamma(double x)
    {
        if (x <= 0 && x == Math.Floor(x) || double.IsInfinity(x)) return double.PositiveInfinity;
        if (x is 1 or 2) return 0;
        if (x < 0.5) return Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - LogGamma(1 - x);
        x--;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (x + i);
        var t = x + 7.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }

    /// <summary>The first derivative: upwards by recurrence, then the asymptotic series (Abramowitz and Stegun, 6.3.18).</summary>
    public static double Digamma(double x)
    {
        if (x <= 0 && x == Math.Floor(x)) return x == 0 ? double.CopySign(double.PositiveInfinity, -x) : double.NaN;
        if (x < 0) return Digamma(1 - x) - Math.PI / Math.Tan(Math.PI * x);
        double shift = 0;
        for (; x < 10; x++) shift -= 1 / x;
        var s = 1 / (x * x);
        return shift
            + Math.Log(x) - 0.5 / x - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132)))));
    }

    /// <summary>The second derivative (6.4.12).</summary>
    public static double Trigamma(double x)
    {
        if (x < 0.5)
        {
            var sine = Math.Sin(Math.PI * x);
            return Math.PI * Math.PI / (sine * sine) - Trigamma(1 - x);
        }
        double shift = 0;
        for (; x < 10; x++) shift += 1 / (x * x);
        var s = 1 / (x * x);
        return shift + 1 / x + s / 2 + s / x * (1.0 / 6 - s * (1.0 / 30 - s * (1.0 / 42 - s * (1.0 / 30 - s * (5.0 / 66)))));
    }
}

internal readonly struct LogGamma : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(GammaFunctions.LogGamma(double.CreateTruncating(x)));
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * T.CreateTruncating(GammaFunctions.Digamma(double.CreateTruncating(x)));
}

internal readonly struct Digamma : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(GammaFunctions.Digamma(double.CreateTruncating(x)));
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * T.CreateTruncating(GammaFunctions.Trigamma(double.CreateTruncating(x)));
}
