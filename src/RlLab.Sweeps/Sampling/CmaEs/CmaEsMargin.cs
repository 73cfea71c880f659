namespace RlLab.Sweeps;

/// <summary>Keeps the probability of leaving the present value of a stepped axis from vanishing.</summary>
/// <remarks>
/// Hamano et al., "CMA-ES with margin: lower-bounding marginal probability for mixed-integer black-box optimization" (2022), sections 4.2 and 4.3.
/// </remarks>
internal static class CmaEsMargin
{
    /// <summary>Moves the mean and stretches the axes until each neighbouring value has its share.</summary>
    /// <param name="mean">The distribution's middle; changed.</param>
    /// <param name="stretch">The axes' own factors on the standard deviation; changed.</param>
    /// <param name="deviation">The standard deviation of an axis before its factor.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="margin">The least probability of another value, alpha.</param>
    public static void Keep(double[] mean, double[] stretch, Func<int, double> deviation, IReadOnlyList<Axis> axes, double margin)
    {
        for (var i = 0; i < axes.Count; i++)
        {
            if (axes[i].Values is null or 1)
            {
                continue;
            }

            var (low, high) = axes[i].Cell(mean[i]);
            var spread = Math.Max(deviation(i) * stretch[i], 1e-300);
            if (low <= 0 || high >= 1)
            {
                // At an end there is one way to go.
                var reach = Normal.Quantile(1 - margin) * spread;
                mean[i] = low <= 0 ? Math.Max(mean[i], high - reach) : Math.Min(mean[i], low + reach);
                continue;
            }

            var (below, above) = (Normal.Cumulative((low - mean[i]) / spread), Normal.Cumulative((mean[i] - high) / spread));
            if (below >= margin / 2 && above >= margin / 2)
            {
                continue;
            }

            var (lower, upper) = (Math.Max(below, margin / 2), Math.Max(above, margin / 2));
            var middle = 1 - below - above;
            var surplus = (1 - lower - upper - middle) / (lower + upper + middle - 3 * margin / 2);
            var (zLow, zHigh) = (
                Normal.Quantile(1 - (lower + surplus * (lower - margin / 2))), Normal.Quantile(1 - (upper + surplus * (upper - margin / 2))));
            mean[i] = (low * zHigh + high * zLow) / (zLow + zHigh);
            stretch[i] = (high - low) / (zLow + zHigh) / Math.Max(deviation(i), 1e-300);
        }
    }
}
