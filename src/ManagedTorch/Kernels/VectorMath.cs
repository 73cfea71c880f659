using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// exp, log and their kin in float32, on whole vectors, within 2 units in the last place (the tests sweep each over every
/// exponent). Argument reduction and polynomials only: each lane does the same operations whatever its neighbours, so a
/// value's result depends neither on where it stands nor on how long the vectors are.
/// </summary>
internal static class VectorMath
{
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // exp(r) - 1 - r - r^2/2 = r^3 P(r) for |r| <= ln(2)/2: minimax of relative error (Cephes, expf).
    private const float E0 = 1.6666665459e-1f;
    private const float E1 = 4.1665795894e-2f;
    private const float E2 = 8.3334519073e-3f;
    private const float E3 = 1.3981999507e-3f;
    private const float E4 = 1.9875691500e-4f;

    /// <summary>e^x; overflows to infinity and fades through the denormals to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        Vector<float> clamped = Clamp(x, -104f, 89f);
        Reduce(clamped, out Vector<float> n, out Vector<float> q);
        (Vector<float> s1, Vector<float> s2) = TwoPowers(n);
        Vector<float> y = (Vector<float>.One + q) * s1 * s2;
        return KeepNan(x, y);
    }

    /// <summary>e^x - 1, exact to the last places near 0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Expm1(Vector<float> x)
    {
        Vector<float> clamped = Clamp(x, -20f, 89f);
        Reduce(clamped, out Vector<float> n, out Vector<float> q);

        // 2^n q + (2^n - 1), with n one less and a doubling at the end so that 2^128 does not overflow before it must.
        Vector<float> half = PowerOfTwo(n - Vector<float>.One);
        Vector<float> y = Simd.MultiplyAdd(half, q, half - new Vector<float>(0.5f));
        y += y;
        y = Vector.ConditionalSelect(Vector.Equals(n, Vector<float>.Zero), q, y);
        y = Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), x, y);
        return KeepNan(x, y);
    }

    /// <summary>The natural logarithm: -infinity at 0, nan below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> x)
    {
        Vector<int> small = Vector.LessThan(x, new Vector<float>(1.17549435e-38f));
        Vector<float> scaled = Vector.ConditionalSelect(small, x * new Vector<float>(8388608f), x);
        Split(scaled, out Vector<float> e, out Vector<float> m);
        e -= Vector.ConditionalSelect(small, new Vector<float>(23f), Vector<float>.Zero);
        return LogSpecials(x, LogParts(e, m, Vector<float>.Zero));
    }

    /// <summary>log(1 + x), exact to the last places near 0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log1p(Vector<float> x)
    {
        Vector<float> one = Vector<float>.One;
        Vector<float> u = one + x;

        // What rounding 1 + x lost comes back as the derivative of the logarithm times it.
        Vector<float> lost = Vector.ConditionalSelect(Vector.LessThan(x, one), x - (u - one), one - (u - x));
        Split(u, out Vector<float> e, out Vector<float> m);
        Vector<float> y = LogParts(e, m, lost / u);
        y = LogSpecials(u, y);
        Vector<float> tiny = new(1e-12f);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), tiny), x, y);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        // With e^x = s (1 + q) and s a power of two it is s (1 + q) / ((1 + s) + s q), where 1 + s is exact or q no longer
        // matters.
        Reduce(Clamp(x, -104f, 30f), out Vector<float> n, out Vector<float> q);
        (Vector<float> s1, Vector<float> s2) = TwoPowers(n);
        Vector<float> s = s1 * s2;
        Vector<float> one = Vector<float>.One;
        Vector<float> p = one + q, t = one + s, d = Simd.MultiplyAdd(s, q, t), y = p / d;

        // What rounding took from the two sums, to first order.
        Vector<float> lost = q - (p - one) - y * Simd.MultiplyAdd(s, q, t - d);
        return KeepNan(x, Simd.MultiplyAdd(lost, y, y) * s1 * s2);
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> one = Vector<float>.One;
        Vector<float> a = Vector.MinNative(Vector.Abs(x), new Vector<float>(20f));

        // Below 0.625: x + x^3 P(x^2) (Cephes, tanhf). Above: 1 - 2 / (e^2x + 1).
        Vector<float> z = a * a;
        var p = new Vector<float>(-5.70498872745e-3f);
        p = Simd.MultiplyAdd(p, z, new Vector<float>(2.06390887954e-2f));
        p = Simd.MultiplyAdd(p, z, new Vector<float>(-5.37397155531e-2f));
        p = Simd.MultiplyAdd(p, z, new Vector<float>(1.33314422036e-1f));
        p = Simd.MultiplyAdd(p, z, new Vector<float>(-3.33332819422e-1f));
        Vector<float> near = Simd.MultiplyAdd(p * z, a, a);

        Reduce(a + a, out Vector<float> n, out Vector<float> q);
        Vector<float> e = Simd.MultiplyAdd(PowerOfTwo(n), q, PowerOfTwo(n));
        Vector<float> far = one - new Vector<float>(2f) / (e + one);
        Vector<float> y = Vector.ConditionalSelect(Vector.LessThan(a, new Vector<float>(0.625f)), near, far);
        return KeepNan(x, Vector.CopySign(y, x));
    }

    /// <summary>x = n ln 2 + r with |r| at most ln(2)/2, and q = e^r - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(Vector<float> x, out Vector<float> n, out Vector<float> q)
    {
        n = Vector.Floor(Simd.MultiplyAdd(x, new Vector<float>(1.44269504088896341f), new Vector<float>(0.5f)));
        Vector<float> r = Simd.MultiplyAdd(n, new Vector<float>(-Ln2High), x);
        r = Simd.MultiplyAdd(n, new Vector<float>(-Ln2Low), r);
        var p = new Vector<float>(E4);
        p = Simd.MultiplyAdd(p, r, new Vector<float>(E3));
        p = Simd.MultiplyAdd(p, r, new Vector<float>(E2));
        p = Simd.MultiplyAdd(p, r, new Vector<float>(E1));
        p = Simd.MultiplyAdd(p, r, new Vector<float>(E0));
        p = Simd.MultiplyAdd(p, r, new Vector<float>(0.5f));
        q = Simd.MultiplyAdd(p, r * r, r);
    }

    /// <summary>2^n for a whole n from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<float> n) =>
        Vector.AsVectorSingle(Vector.ShiftLeft(Vector.ConvertToInt32Native(n) + new Vector<int>(127), 23));

    /// <summary>Two factors of 2^n for n from -252 to 254.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> First, Vector<float> Second) TwoPowers(Vector<float> n)
    {
        Vector<float> half = Vector.Floor(n * new Vector<float>(0.5f));
        return (PowerOfTwo(half), PowerOfTwo(n - half));
    }

    /// <summary>x = m 2^e with m from sqrt(1/2) to sqrt(2), for positive normal x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(Vector<float> x, out Vector<float> e, out Vector<float> m)
    {
        const int SqrtHalf = 0x3f3504f3;
        Vector<int> bits = Vector.AsVectorInt32(x) - new Vector<int>(SqrtHalf);
        e = Vector.ConvertToSingle(Vector.ShiftRightArithmetic(bits, 23));
        m = Vector.AsVectorSingle((bits & new Vector<int>(0x007fffff)) + new Vector<int>(SqrtHalf));
    }

    /// <summary>e ln 2 + log(m) + correction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogParts(Vector<float> e, Vector<float> m, Vector<float> correction)
    {
        // log(1 + f) = f - f^2/2 + f^3 P(f) (Cephes, logf).
        Vector<float> f = m - Vector<float>.One;
        Vector<float> z = f * f;
        var p = new Vector<float>(7.0376836292e-2f);
        p = Simd.MultiplyAdd(p, f, new Vector<float>(-1.1514610310e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(1.1676998740e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(-1.2420140846e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(1.4249322787e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(-1.6668057665e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(2.0000714765e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(-2.4999993993e-1f));
        p = Simd.MultiplyAdd(p, f, new Vector<float>(3.3333331174e-1f));
        Vector<float> y = Simd.MultiplyAdd(p, z * f, correction);
        y = Simd.MultiplyAdd(e, new Vector<float>(Ln2Low), y);
        y = Simd.MultiplyAdd(z, new Vector<float>(-0.5f), y);
        return Simd.MultiplyAdd(e, new Vector<float>(Ln2High), f + y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogSpecials(Vector<float> x, Vector<float> y)
    {
        var infinity = new Vector<float>(float.PositiveInfinity);
        y = Vector.ConditionalSelect(Vector.Equals(x, infinity), infinity, y);
        y = Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), -infinity, y);
        y = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(float.NaN), y);
        return KeepNan(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Clamp(Vector<float> x, float low, float high) =>
        Vector.MinNative(Vector.MaxNative(x, new Vector<float>(low)), new Vector<float>(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> KeepNan(Vector<float> x, Vector<float> y) =>
        Vector.ConditionalSelect(Vector.Equals(x, x), y, x);
}
