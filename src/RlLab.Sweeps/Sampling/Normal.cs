namespace RlLab.Sweeps;

/// <summary>The standard normal distribution, accurate to some 1e-15 of its value also far out.</summary>
internal static class Normal
{
    /// <summary>The logarithm of the square root of 2 pi.</summary>
    public const double LogRootTwoPi = 0.91893853320467274178;

    private const double RootHalf = 0.70710678118654752440;

    // Chebyshev coefficients of erfc(z) exp(z^2) / t with t = 2 / (2 + z): Press et al., "Numerical Recipes", third edition, section 6.2.2.
    private static readonly double[] Chebyshev =
    [
        -1.3026537197817094, 6.4196979235649026e-1, 1.9476473204185836e-2, -9.561514786808631e-3, -9.46595344482036e-4, 3.66839497852761e-4,
        4.2523324806907e-5, -2.0278578112534e-5, -1.624290004647e-6, 1.303655835580e-6, 1.5626441722e-8, -8.5238095915e-8, 6.529054439e-9,
        5.059343495e-9, -9.91364156e-10, -2.27365122e-10, 9.6467911e-11, 2.394038e-12, -6.886027e-12, 8.94487e-13, 3.13092e-13, -1.12708e-13,
        3.81e-16, 7.106e-15, -1.523e-15, -9.4e-17, 1.21e-16, -2.8e-17,
    ];

    /// <summary>The density.</summary>
    /// <param name="z">Where.</param>
    public static double Density(double z) => Math.Exp(-0.5 * z * z - LogRootTwoPi);

    /// <summary>The probability of at most <paramref name="z"/>.</summary>
    /// <param name="z">Where.</param>
    public static double Cumulative(double z) => z > 0 ? 1 - Cumulative(-z) : 0.5 * ScaledTail(-z) * Math.Exp(-0.5 * z * z);

    /// <summary>The probability between two numbers, without the loss of digits of a difference of two near 1.</summary>
    /// <param name="low">The smaller.</param>
    /// <param name="high">The larger.</param>
    public static double Mass(double low, double high) => low > 0 ? Mass(-high, -low) : Cumulative(high) - Cumulative(low);

    /// <summary>Twice the probability of at least <paramref name="z"/>, times exp(z^2 / 2).</summary>
    /// <param name="z">Where; not negative.</param>
    public static double ScaledTail(double z)
    {
        z *= RootHalf;
        var t = 2 / (2 + z);
        var y = 4 * t - 2;
        var (next, after) = (0.0, 0.0);
        for (var i = Chebyshev.Length - 1; i > 0; i--)
        {
            (next, after) = (y * next - after + Chebyshev[i], next);
        }

        return t * Math.Exp(0.5 * (Chebyshev[0] + y * next) - after);
    }

    /// <summary>The number that is not exceeded with a probability.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    /// <remarks>Newton's method on the logarithm of the cumulative distribution, which is concave: from below it cannot overshoot.</remarks>
    public static double Quantile(double probability)
    {
        if (probability > 0.5)
        {
            return -Quantile(1 - probability);
        }

        // The tail is at most exp(-z^2 / 2) / 2.
        var z = -Math.Sqrt(-2 * Math.Log(2 * probability));
        for (var i = 0; i < 100; i++)
        {
            var cumulative = Cumulative(z);
            var step = Math.Log(cumulative / probability) * cumulative / Density(z);
            z -= step;
            if (Math.Abs(step) < 1e-12 * Math.Max(1, Math.Abs(z)))
            {
                break;
            }
        }

        return z;
    }
}
