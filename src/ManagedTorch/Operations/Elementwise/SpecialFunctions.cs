using System.Numerics;

namespace TorchSharp;

/// <summary>Functions whose float32 form is computed in double, because the framework's own loses digits near 0.</summary>
internal static class Wide
{
    public static T ExpM1<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Kahan: the rounding error of exp(x) cancels in the quotient.
        var u = Math.Exp(double.CreateTruncating(x));
        var value = double.CreateTruncating(x);
        if (u == 1) return x;
        if (u - 1 == -1) return -T.One;
        return double.IsInfinity(u) ? T.CreateTruncating(u) : T.CreateTruncating((u - 1) * (value / Math.Log(u)));
    }

    public static T LogP1<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var value = double.CreateTruncating(x);
        var u = 1 + value;
        if (u == 1) return x;
        if (double.IsInfinity(u)) return u > 0 ? x : T.NaN;
        return T.CreateTruncating(Math.Log(u) * (value / (u - 1)));
    }
}

/// <summary>Sigmoid and what is made of it.</summary>
internal static class Sigmoids
{
    public static T Of<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => Logistic.Apply(x);

    public static T Softplus<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Max(x, T.Zero) + Wide.LogP1(T.Exp(-T.Abs(x)));

    public static T GeluTanh<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inner = T.CreateTruncating(0.7978845608028654) * (x + T.CreateTruncating(0.044715) * x * x * x);
        return T.CreateTruncating(0.5) * x * (T.One + T.Tanh(inner));
    }

    public static T GeluTanhDerivative<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scale = T.CreateTruncating(0.7978845608028654);
        var cube = T.CreateTruncating(0.044715);
        var tanh = T.Tanh(scale * (x + cube * x * x * x));
        var half = T.CreateTruncating(0.5);
        return half * (T.One + tanh) + half * x * (T.One - tanh * tanh) * scale * (T.One + T.CreateTruncating(3) * cube * x * x);
    }

    public static T MishDerivative<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tanh = T.Tanh(Softplus(x));
        return tanh + x * Of(x) * (T.One - tanh * tanh);
    }
}

/// <summary>
/// erf by its Taylor series near 0 and the continued fraction of erfc elsewhere, both in double (Abramowitz and Stegun, 7.1.6 and
/// 7.1.14); the error stays below 1e-14.
/// </summary>
internal static class ErrorFunction
{
    public static T Erf<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(Erf(double.CreateTruncating(x)));

    /// <summary>1 - erf(x), without the cancellation that would leave nothing of it for large x.</summary>
    public static T Erfc<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(Complement(double.CreateTruncating(x)));

    /// <summary>
    /// The inverse of erf between -1 and 1: a start by Winitzki's formula (2008), then Halley's steps, which triple the digits;
    /// near the ends they run on erfc.
    /// </summary>
    public static T Inverse<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(Inverse(double.CreateTruncating(x)));

    private static double Inverse(double x)
    {
        if (!(Math.Abs(x) < 1)) return Math.Abs(x) == 1 ? x / 0.0 : double.NaN;
        if (Math.Abs(x) < 1e-8) return x * (Math.Sqrt(Math.PI) / 2);
        const double A = 0.147;
        double rest = 1 - Math.Abs(x), logarithm = Math.Log(rest * (1 + Math.Abs(x))), half = 2 / (Math.PI * A) + logarithm / 2;
        var y = Math.Sqrt(Math.Sqrt(half * half - logarithm / A) - half);
        for (var i = 0; i < 3; i++)
        {
            var error = (Math.Abs(x) < 0.5 ? Erf(y) - Math.Abs(x) : rest - Complement(y)) / (2 / Math.Sqrt(Math.PI) * Math.Exp(-y * y));
            y -= error / (1 + y * error);
        }

        return Math.CopySign(y, x);
    }

    private static double Complement(double x)
    {
        if (double.IsNaN(x) || x < 2) return 1 - Erf(x);
        return x > 27.3 ? 0 : Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * ContinuedFraction(x));
    }

    private static double ContinuedFraction(double magnitude)
    {
        var fraction = magnitude;
        for (var n = 60; n >= 1; n--) fraction = magnitude + n / 2.0 / fraction;
        return fraction;
    }

    private static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        var magnitude = Math.Abs(x);
        if (magnitude > 6) return Math.Sign(x);
        var square = x * x;
        if (magnitude < 2.5)
        {
            double term = x, sum = x;
            for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            {
                term *= 2 * square / (2 * n + 1);
                sum += term;
            }
            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-square) * sum;
        }
        var complement = Math.Exp(-square) / (Math.Sqrt(Math.PI) * ContinuedFraction(magnitude));
        return x > 0 ? 1 - complement : complement - 1;
    }
}
