using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>The first point at which two runs' metrics are not the same number.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Step">The step of the point.</param>
/// <param name="First">What the one run logged; null where it logged no more.</param>
/// <param name="Second">What the other run logged; null where it logged no more.</param>
internal sealed record MetricDifference(string Metric, long Step, double? First, double? Second)
{
    /// <summary>Metrics that the clock writes, and no seed: what ends in this.</summary>
    private const string ByTheClock = "_per_second";

    /// <summary>Whether a metric depends on how fast the machine was.</summary>
    /// <param name="metric">Its name.</param>
    public static bool IsByTheClock(string metric) => metric.EndsWith(ByTheClock, StringComparison.Ordinal);

    /// <summary>The first difference of each metric that differs, the earliest step first; what the clock writes is left out.</summary>
    /// <param name="first">One run.</param>
    /// <param name="second">The other run.</param>
    public static IReadOnlyList<MetricDifference> Between(RunLog first, RunLog second) =>
    [
        .. first.Metrics.Keys.Union(second.Metrics.Keys).Where(metric => !IsByTheClock(metric))
            .Select(metric => Of(metric, first.Metrics.GetValueOrDefault(metric, []), second.Metrics.GetValueOrDefault(metric, [])))
            .OfType<MetricDifference>()
            .OrderBy(difference => difference.Step)
            .ThenBy(difference => difference.Metric, StringComparer.Ordinal),
    ];

    private static MetricDifference? Of(string metric, IReadOnlyList<MetricPoint> first, IReadOnlyList<MetricPoint> second)
    {
        for (var i = 0; i < Math.Max(first.Count, second.Count); i++)
        {
            var (a, b) = (i < first.Count ? first[i] : default(MetricPoint?), i < second.Count ? second[i] : default(MetricPoint?));

            // To the bit: two NaN are the same, and 0 is not -0.
            if (a?.Step != b?.Step || BitConverter.DoubleToInt64Bits(a!.Value.Value) != BitConverter.DoubleToInt64Bits(b!.Value.Value))
            {
                return new(metric, (a ?? b!.Value).Step, a?.Value, b?.Value);
            }
        }

        return null;
    }
}
