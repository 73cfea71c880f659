using System.Numerics;

namespace RlLab.Environments;

/// <summary>
/// Sine and cosine with the same bits one at a time, in vectors of any width and on every processor, which the machine's own
/// functions do not promise.
/// </summary>
/// <remarks>
/// Taylor's series, long enough that the error is in the last bit for angles within a quarter of pi; without fused
/// multiplication, which not every machine has.
/// </remarks>
internal static class SmallAngle
{
    /// <summary>The largest angle, in radians, for which the series holds.</summary>
    public const double Limit = Math.PI / 4;

    private const double
        S3 = -1 / 6.0, S5 = 1 / 120.0, S7 = -1 / 5040.0, S9 = 1 / 362880.0, S11 = -1 / 39916800.0, S13 = 1 / 6227020800.0,
        S15 = -1 / 1307674368000.0,
        C2 = -1 / 2.0, C4 = 1 / 24.0, C6 = -1 / 720.0, C8 = 1 / 40320.0, C10 = -1 / 3628800.0, C12 = 1 / 479001600.0,
        C14 = -1 / 87178291200.0, C16 = 1 / 20922789888000.0;

    /// <summary>The sine and the cosine of any angle; beyond <see cref="Limit"/> the machine's own.</summary>
    /// <param name="x">The angle in radians.</param>
    public static (double Sin, double Cos) SinCos(double x)
    {
        if (!(Math.Abs(x) <= Limit))
        {
            return Math.SinCos(x);
        }

        var q = x * x;
        var sin = ((((((S15 * q + S13) * q + S11) * q + S9) * q + S7) * q + S5) * q + S3) * q * x + x;
        var cos = (((((((C16 * q + C14) * q + C12) * q + C10) * q + C8) * q + C6) * q + C4) * q + C2) * q + 1;
        return (sin, cos);
    }

    /// <summary>The sines and the cosines of angles within <see cref="Limit"/>.</summary>
    /// <param name="x">The angles in radians.</param>
    public static (Vector<double> Sin, Vector<double> Cos) SinCos(Vector<double> x)
    {
        var q = x * x;
        var sin = V(S15) * q + V(S13);
        sin = sin * q + V(S11);
        sin = sin * q + V(S9);
        sin = sin * q + V(S7);
        sin = sin * q + V(S5);
        sin = sin * q + V(S3);
        var cos = V(C16) * q + V(C14);
        cos = cos * q + V(C12);
        cos = cos * q + V(C10);
        cos = cos * q + V(C8);
        cos = cos * q + V(C6);
        cos = cos * q + V(C4);
        cos = cos * q + V(C2);
        return (sin * q * x + x, cos * q + V(1));
    }

    private static Vector<double> V(double value) => Vector.Create(value);
}
