namespace RlLab.Statistics;

/// <summary>How much a hyperparameter has to do with which trials are the best ones.</summary>
/// <remarks>
/// <para>
/// Watanabe, Bansal and Hutter, "PED-ANOVA: efficiently quantifying hyperparameter importance in arbitrary subspaces" (2023): the Pearson
/// divergence of the parameter's distribution among the best trials from that among all, without the factor that all parameters have in common. It
/// is 0 where the best trials' values are spread as all trials' are.
/// </para>
/// <para>
/// Two departures. Numbers are placed by their rank, which the divergence does not depend on, so that neither range nor logarithm needs saying. And
/// both densities are smoothed alike, by the best trials' bandwidth, so that smoothing alone makes no difference.
/// </para>
/// </remarks>
public static class PedAnova
{
    /// <summary>Of fewer trials nothing is said.</summary>
    public const int FewestTrials = 10;

    /// <summary>The best trials are at least so many, where there are others besides.</summary>
    private const int FewestBest = 5;

    private const int Cells = 50;

    /// <summary>The importance of a parameter that is a number.</summary>
    /// <param name="values">Its value in each trial; NaN where it is not active, which leaves that trial out.</param>
    /// <param name="losses">What each trial came to, smaller is better; positive infinity where it came to nothing.</param>
    /// <param name="best">The share of trials that are the best, between 0 and 1. Default: 0.1; at least five trials.</param>
    /// <returns>The divergence, at least 0, to be compared among parameters; null where it was active in fewer than ten trials.</returns>
    /// <exception cref="ArgumentException">There are not as many values as losses, or a loss is NaN.</exception>
    public static double? OfNumbers(IReadOnlyList<double> values, IReadOnlyList<double> losses, double best = 0.1)
    {
        if (Active(values.Count, losses, i => !double.IsNaN(values[i])) is not { } active)
        {
            return null;
        }

        // The middle of the places that a value has among all, from 0 to 1.
        var places = new Dictionary<double, double>();
        var before = 0;
        foreach (var equal in active.GroupBy(i => values[i]).OrderBy(equal => equal.Key))
        {
            places[equal.Key] = (before + 0.5 * equal.Count()) / active.Count;
            before += equal.Count();
        }

        double[] all = [.. active.Select(i => places[values[i]])];
        double[] top = [.. Best(active, losses, best).Select(i => places[values[i]])];
        var width = Bandwidth(top);
        return Divergence(Density(top, width), Density(all, width));
    }

    /// <summary>The importance of a parameter that is a choice.</summary>
    /// <param name="values">Its value in each trial; null where it is not active, which leaves that trial out.</param>
    /// <param name="losses">What each trial came to, smaller is better; positive infinity where it came to nothing.</param>
    /// <param name="best">The share of trials that are the best, between 0 and 1. Default: 0.1; at least five trials.</param>
    /// <returns>The divergence, at least 0, to be compared among parameters; null where it was active in fewer than ten trials.</returns>
    /// <exception cref="ArgumentException">There are not as many values as losses, or a loss is NaN.</exception>
    public static double? OfChoices(IReadOnlyList<string?> values, IReadOnlyList<double> losses, double best = 0.1)
    {
        if (Active(values.Count, losses, i => values[i] is not null) is not { } active)
        {
            return null;
        }

        var choices = active.Select(i => values[i]).Distinct().ToList();
        return Divergence(Frequencies(Best(active, losses, best)), Frequencies(active));

        // One trial's weight is spread over all choices, so that none is impossible.
        double[] Frequencies(IReadOnlyList<int> trials) =>
            [.. choices.Select(choice => (trials.Count(i => values[i] == choice) + 1.0 / choices.Count) / (trials.Count + 1))];
    }

    private static List<int>? Active(int count, IReadOnlyList<double> losses, Func<int, bool> isActive)
    {
        if (count != losses.Count)
        {
            throw new ArgumentException($"There are {count} values and {losses.Count} losses.", nameof(losses));
        }

        if (losses.Any(double.IsNaN))
        {
            throw new ArgumentException("A loss is NaN. Give positive infinity for a trial that came to nothing.", nameof(losses));
        }

        var active = Enumerable.Range(0, count).Where(isActive).ToList();
        return active.Count < FewestTrials ? null : active;
    }

    /// <summary>The best trials, with all that are as good as the last of them.</summary>
    private static List<int> Best(List<int> trials, IReadOnlyList<double> losses, double share)
    {
        var count = Math.Max(FewestBest, (int)Math.Ceiling(share * trials.Count));
        var last = trials.Select(i => losses[i]).Order().ElementAt(count - 1);
        return [.. trials.Where(i => losses[i] <= last)];
    }

    /// <summary>Scott's rule, by the smaller of two measures of spread; at least one cell.</summary>
    private static double Bandwidth(double[] places)
    {
        var mean = places.Average();
        var deviation = Math.Sqrt(places.Sum(place => (place - mean) * (place - mean)) / (places.Length - 1));
        double[] sorted = [.. places.Order()];
        var quarters = sorted[3 * (sorted.Length - 1) / 4] - sorted[(sorted.Length - 1) / 4];
        return Math.Max(1.059 * Math.Min(deviation, quarters / 1.34) * Math.Pow(places.Length, -0.2), 1.0 / Cells);
    }

    /// <summary>How likely each of equal cells between 0 and 1 is, by Gaussian kernels that are cut off there.</summary>
    private static double[] Density(double[] places, double width)
    {
        var density = new double[Cells];
        foreach (var place in places)
        {
            double[] kernel = [.. Enumerable.Range(0, Cells).Select(cell => Math.Exp(-0.5 * Math.Pow(((cell + 0.5) / Cells - place) / width, 2)))];
            var sum = kernel.Sum();
            for (var cell = 0; cell < Cells; cell++)
            {
                density[cell] += kernel[cell] / sum / places.Length;
            }
        }

        return density;
    }

    private static double Divergence(double[] best, double[] all)
    {
        var sum = 0.0;
        for (var i = 0; i < all.Length; i++)
        {
            // A cell that no trial is near has neither density, but for rounding.
            sum += all[i] > 1e-12 ? all[i] * Math.Pow(best[i] / all[i] - 1, 2) : 0;
        }

        return sum;
    }
}
