using RlLab.Statistics;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Points;

namespace RlLab.Tracking.Server.Curves;

/// <summary>What is told of the seeds of a setting at one place.</summary>
/// <param name="Of">The statistic of at least one finite value.</param>
/// <param name="Interval">Its 95% interval by the bootstrap, the same for the same values; null of fewer than two.</param>
internal sealed record SeedStatistic(Func<double[], double> Of, Func<double[], BootstrapInterval?> Interval)
{
    /// <summary>The statistic that a request names; the interquartile mean where it names none.</summary>
    public static SeedStatistic Read(RequestArguments arguments) => arguments.Text("statistic") switch
    {
        null or "iqm" => new SeedStatistic(values => InterquartileMean.Of(values), values => BootstrapInterval.Of(values, Draws())),
        "mean" => OfRuns(values => values.Average()),
        "median" => OfRuns(Median),
        { } other => throw MlflowError.Invalid($"'{other}' is no statistic. Give '{arguments.PathOf("statistic")}' as 'iqm', 'mean' or 'median'."),
    };

    /// <summary>Draws that are always the same, so that equal requests have equal answers.</summary>
    public static Func<int, int> Draws() => new Random(0).Next;

    private static SeedStatistic OfRuns(Func<double[], double> statistic) => new(statistic, values =>
    {
        // One task, whose runs are drawn.
        var scores = new double[values.Length, 1];
        Buffer.BlockCopy(values, 0, scores, 0, values.Length * sizeof(double));
        return BootstrapInterval.Of(scores, drawn => statistic([.. drawn.Cast<double>()]), Draws());
    });

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
