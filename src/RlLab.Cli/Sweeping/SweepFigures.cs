using RlLab.Statistics;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Draws what a comparison says: how the best settings' runs are spread, and the importance of the parameters.</summary>
internal static class SweepFigures
{
    private const int ShownSettings = 5;
    private const int Thresholds = 120;

    /// <summary>The performance profiles of the best settings; null where no run has an objective, or all have the same.</summary>
    /// <param name="header">What was swept.</param>
    /// <param name="comparison">Its settings, best first.</param>
    public static Figure? Profiles(SweepHeader header, Comparison comparison)
    {
        var shown = comparison.Rows.Where(row => row.Score.Mean is not null).Take(ShownSettings).ToList();
        var all = shown.SelectMany(row => row.Score.Objectives).ToList();
        if (all.Count == 0 || all.Min() == all.Max())
        {
            return null;
        }

        // A little beyond both ends, so that each line begins with all runs and ends with none.
        var (low, high) = (all.Min(), all.Max());
        var margin = 0.02 * (high - low);
        double[] thresholds = [.. Enumerable.Range(0, Thresholds).Select(i => low - margin + (high - low + 2 * margin) * i / (Thresholds - 1))];
        var cut = shown.Count < comparison.Rows.Count ? $" of the {shown.Count} best of {comparison.Rows.Count}" : "";
        var which = header.Direction == Direction.Maximize ? "above" : "below";
        return new Figure(
            $"{header.Experiment}: performance profiles{cut}",
            [new LinePanel("", header.Objective, $"share of runs {which}", [.. shown.Select(row => Profile(header, row, thresholds))])]);
    }

    /// <summary>The importance of the parameters; null where nothing is known of it.</summary>
    /// <param name="header">What was swept.</param>
    /// <param name="comparison">Its settings.</param>
    public static Figure? Importances(SweepHeader header, Comparison comparison) => comparison.Importances is not { Count: > 0 } importances
        ? null
        : new Figure(
            $"{header.Experiment}: which parameters set the best settings apart",
            [
                new BarPanel(
                    "", "", "share of importance", [.. importances.Select(i => i.Name)], [new Bars("", [.. importances.Select(i => i.Share)])]),
            ]);

    private static Line Profile(SweepHeader header, ComparisonRow row, double[] thresholds)
    {
        var random = new RandomGenerator(header.SamplerSeed).Fork(row.Trial);
        var scores = row.Score.Objectives.ToArray();
        var profile = header.Direction == Direction.Maximize
            ? PerformanceProfile.Of(scores, thresholds, random.NextInt)
            : PerformanceProfile.Of([.. scores.Select(score => -score)], [.. thresholds.Select(threshold => -threshold)], random.NextInt);

        // Of few seeds nearly every band would reach from none to all.
        var hasBand = scores.Length >= IntervalCoverage.EnoughSeeds;
        return new Line(SweepCurves.NameOf(header, row), thresholds, profile.Shares, hasBand ? profile.Low : null, hasBand ? profile.High : null);
    }
}
