using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace RlLab.Statistics;

/// <summary>Whether two settings differ in their mean, where neither variance is known and they need not be equal.</summary>
/// <remarks>
/// Welch, "The generalization of 'Student's' problem when several different population variances are involved" (1947). Colas, Sigaud and Oudeyer,
/// "A hitchhiker's guide to statistical comparisons of reinforcement learning algorithms" (2019), found it the most robust of six tests on returns.
/// </remarks>
public static class WelchTest
{
    /// <summary>More seeds than this nobody runs: a difference that takes more is told as none.</summary>
    public const int MostSeeds = 1_000;

    /// <summary>The two-sided p-value: how often two equal settings would differ by as much.</summary>
    /// <param name="one">Finite values of one setting.</param>
    /// <param name="other">Finite values of the other.</param>
    /// <returns>
    /// The p-value; 1 where either has fewer than two values. Where neither has any spread but their values differ, it is that of the exact
    /// permutation test, which is the least that so many seeds can show.
    /// </returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static double PValue(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        Finite.Check(one, nameof(one), fewest: 0);
        Finite.Check(other, nameof(other), fewest: 0);
        if (one.Length < 2 || other.Length < 2)
        {
            return 1;
        }

        var scale = Scale(one, other);
        var ((mean1, variance1), (mean2, variance2)) = (Moments(one, scale), Moments(other, scale));
        var error = variance1 / one.Length + variance2 / other.Length;
        if (error == 0)
        {
            return mean1 == mean2 ? 1 : 2 / SpecialFunctions.Binomial(one.Length + other.Length, one.Length);
        }

        var t = Math.Abs(mean1 - mean2) / Math.Sqrt(error);
        return 2 * StudentT.CDF(0, 1, Freedom(variance1, one.Length, variance2, other.Length), -t);
    }

    /// <summary>How many more seeds each of two settings needs for the test to tell them apart, if they differ as it seems now.</summary>
    /// <param name="one">Finite values of one setting.</param>
    /// <param name="other">Finite values of the other.</param>
    /// <param name="power">How likely the test shall tell them apart, between 0 and 1. Default: 0.8.</param>
    /// <param name="level">The two-sided level of the test, between 0 and 1. Default: 0.05.</param>
    /// <returns>
    /// The number, at least 1; null where it is beyond <see cref="MostSeeds"/>, or nothing can be said: fewer than two values, or no spread.
    /// </returns>
    /// <remarks>
    /// Means and variances are taken for those that were seen, so it is an estimate, and as rough as they are. The noncentral t of the power is taken
    /// for a shifted t, which a test holds to simulation.
    /// </remarks>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static int? MoreSeeds(ReadOnlySpan<double> one, ReadOnlySpan<double> other, double power = 0.8, double level = 0.05)
    {
        Finite.Check(one, nameof(one), fewest: 0);
        Finite.Check(other, nameof(other), fewest: 0);
        if (one.Length < 2 || other.Length < 2)
        {
            return null;
        }

        var scale = Scale(one, other);
        var ((mean1, variance1), (mean2, variance2)) = (Moments(one, scale), Moments(other, scale));
        var (count1, count2) = (one.Length, other.Length);
        if (variance1 + variance2 == 0)
        {
            return null;
        }

        var (tooFew, enough) = (0, MostSeeds + 1);
        while (enough - tooFew > 1)
        {
            var more = (tooFew + enough) / 2;
            (tooFew, enough) = PowerWith(more) >= power ? (tooFew, more) : (more, enough);
        }

        return enough <= MostSeeds ? enough : null;

        double PowerWith(int more)
        {
            var error = Math.Sqrt(variance1 / (count1 + more) + variance2 / (count2 + more));
            var freedom = Freedom(variance1, count1 + more, variance2, count2 + more);
            return StudentT.CDF(0, 1, freedom, Math.Abs(mean1 - mean2) / error - StudentT.InvCDF(0, 1, freedom, 1 - level / 2));
        }
    }

    /// <summary>The power of 2 of the largest value: only ratios count, and the squares of variances soon leave the range of a double.</summary>
    private static int Scale(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var largest = 0.0;
        foreach (var value in (ReadOnlySpan<double>)[.. one, .. other])
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest == 0 ? 0 : Math.ILogB(largest);
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values, int scale)
    {
        double[] array = [.. values.ToArray().Select(value => Math.ScaleB(value, -scale))];

        // Equal values have no spread, which rounding of their mean must not give them.
        return array.AsSpan().ContainsAnyExcept(array[0]) ? array.MeanVariance() : (array[0], 0);
    }

    /// <summary>Welch and Satterthwaite's degrees of freedom.</summary>
    private static double Freedom(double variance1, int n1, double variance2, int n2)
    {
        var (a, b) = (variance1 / n1, variance2 / n2);
        return (a + b) * (a + b) / (a * a / (n1 - 1) + b * b / (n2 - 1));
    }
}
