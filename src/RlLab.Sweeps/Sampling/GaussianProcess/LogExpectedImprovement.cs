namespace RlLab.Sweeps;

/// <summary>
/// The logarithm of the expected improvement on the best, which stays exact where the improvement itself is too small for a number.
/// </summary>
/// <remarks>Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization" (2023), section 4.1.</remarks>
internal static class LogExpectedImprovement
{
    private static readonly double RootHalfPi = Math.Sqrt(Math.PI / 2);

    /// <summary>The logarithm, and its slopes by the mean and by the standard deviation.</summary>
    /// <param name="mean">The expected value of the point; smaller is better.</param>
    /// <param name="deviation">Its standard deviation, above 0.</param>
    /// <param name="best">What is to be improved on.</param>
    public static (double Value, double ByMean, double ByDeviation) Of(double mean, double deviation, double best)
    {
        var z = (best - mean) / deviation;
        double log, ratio;
        if (z > -1)
        {
            var (density, cumulative) = (Normal.Density(z), Normal.Cumulative(z));
            log = Math.Log(density + z * cumulative);
            ratio = cumulative / (density + z * cumulative);
        }
        else
        {
            // Divided by the density: the rest is Mills' ratio, and of 1 - |z| Mills(z) its expansion is left far out.
            var mills = RootHalfPi * Normal.ScaledTail(-z);
            var rest = z > -1e4 ? 1 + z * mills : 1 / (z * z);
            log = -0.5 * z * z - Normal.LogRootTwoPi + Math.Log(rest);
            ratio = mills / rest;
        }

        return (Math.Log(deviation) + log, -ratio / deviation, (1 - z * ratio) / deviation);
    }
}
