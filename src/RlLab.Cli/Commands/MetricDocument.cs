using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>A metric of a run in a JSON document.</summary>
/// <param name="Last">Its last value.</param>
/// <param name="Step">The step of that.</param>
/// <param name="Best">The best finite value, by the sweep's direction; null for every metric but the objective.</param>
/// <param name="Min">The smallest finite value; null where there is none.</param>
/// <param name="Max">The largest finite value; null where there is none.</param>
/// <param name="Points">How often it was logged.</param>
/// <param name="NotFinite">How many of these values are NaN or infinite; null for none.</param>
internal sealed record MetricDocument(double Last, long Step, double? Best, double? Min, double? Max, int Points, int? NotFinite)
{
    /// <summary>The metrics of a run, by name.</summary>
    /// <param name="log">What the run recorded.</param>
    /// <param name="objective">The metric that settings are compared by.</param>
    /// <param name="direction">Which end of it is the good one.</param>
    public static IReadOnlyDictionary<string, MetricDocument> Of(RunLog log, string objective, Direction direction) =>
        log.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).ToDictionary(metric => metric.Key, metric =>
        {
            double[] finite = [.. metric.Value.Select(point => point.Value).Where(double.IsFinite)];
            var (min, max) = finite.Length > 0 ? (finite.Min(), finite.Max()) : (default(double?), default(double?));
            var best = metric.Key != objective ? null : direction == Direction.Maximize ? max : min;
            var notFinite = metric.Value.Count - finite.Length;
            return new MetricDocument(
                metric.Value[^1].Value, metric.Value[^1].Step, best, min, max, metric.Value.Count, notFinite > 0 ? notFinite : null);
        });
}
