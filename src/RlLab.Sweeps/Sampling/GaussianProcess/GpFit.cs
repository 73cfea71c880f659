namespace RlLab.Sweeps;

/// <summary>Finds the kernel's parameters that data make likeliest, with a prior on each.</summary>
/// <remarks>
/// Length scales are expected to grow with the square root of the number of axes, as distances do: Hvarfner et al., "Vanilla Bayesian optimization
/// performs great in high dimensions" (2024).
/// </remarks>
internal static class GpFit
{
    private const double LeastNoise = 1e-6;
    private const int Iterations = 40;

    /// <summary>The logarithms that <see cref="GpPosterior"/> takes.</summary>
    /// <param name="data">The data.</param>
    public static double[] Of(GpData data)
    {
        var axes = data.Axes.Count;
        double[] low = [.. Enumerable.Repeat(Math.Log(0.02), axes), Math.Log(0.05), Math.Log(LeastNoise)];
        double[] high = [.. Enumerable.Repeat(Math.Log(100), axes), Math.Log(20), Math.Log(2)];

        // From smooth and nearly certain, from smoother yet, and from rough and noisy.
        double[][] starts =
        [
            [.. Enumerable.Repeat(Math.Log(0.5 * Math.Sqrt(axes)), axes), 0, Math.Log(1e-3)],
            [.. Enumerable.Repeat(Math.Log(1.5 * Math.Sqrt(axes)), axes), 0, Math.Log(1e-2)],
            [.. Enumerable.Repeat(Math.Log(0.2 * Math.Sqrt(axes)), axes), 0, Math.Log(0.1)],
        ];
        return starts.Select(start => BoxMinimizer.Minimize(Loss, start, low, high, Iterations)).MinBy(found => found.Value).Point;

        double Loss(double[] logs, double[] gradient)
        {
            var posterior = new GpPosterior(data, logs);
            var slopes = posterior.Gradient();
            var loss = -posterior.LogLikelihood;
            for (var i = 0; i < logs.Length; i++)
            {
                var (middle, width) = i < axes ? (Math.Log(0.5 * Math.Sqrt(axes / 2.0)), 1) : i == axes ? (0, 1) : (Math.Log(1e-4), 3);
                var distance = (logs[i] - middle) / width;
                loss += 0.5 * distance * distance;
                gradient[i] = -slopes[i] + distance / width;
            }

            return loss;
        }
    }
}
