using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Draws how a run learned.</summary>
internal static class LearningCurve
{
    /// <summary>Longer curves are drawn by the mean of neighbouring points: a picture has no more columns than this.</summary>
    private const int MostPoints = 500;

    /// <summary>Fewer points make no curve: another metric is drawn where it has more.</summary>
    private const int FewPoints = 10;

    /// <summary>The curve of a run; null where it logged nothing that can be drawn over steps.</summary>
    /// <param name="log">What the run recorded.</param>
    /// <param name="objective">The metric that settings are compared by.</param>
    public static Figure? Of(RunLog log, string objective) => MetricOf(log, objective) is { } metric
        ? new Figure(log.Header.Name, [new LinePanel("", "step", metric, [Points(metric, log) with { Name = "" }])])
        : null;

    /// <summary>
    /// The metric to draw: the objective, or a return where that has too few points for a curve; null where nothing has more than one point.
    /// </summary>
    /// <param name="log">What the run recorded.</param>
    /// <param name="objective">The metric that settings are compared by.</param>
    public static string? MetricOf(RunLog log, string objective) =>
        log.Metrics.Keys
            .Where(name => log.Metrics[name].Count > 1)
            .OrderBy(name => log.Metrics[name].Count < FewPoints)
            .ThenBy(name => name == objective ? 0 : name.Contains("return", StringComparison.OrdinalIgnoreCase) ? 1 : 2)
            .FirstOrDefault();

    /// <summary>A metric's points as a line; those that are not finite are marked, and no part of a mean.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="log">What the run recorded.</param>
    public static Line Points(string metric, RunLog log)
    {
        var points = log.Metrics[metric].OrderBy(p => p.Step).ToList();
        var chunk = (points.Count + MostPoints - 1) / MostPoints;
        var chunks = points.Chunk(Math.Max(1, chunk)).ToList();
        return new Line(
            metric,
            [.. chunks.Select(chunk => chunk.Average(point => (double)point.Step))],
            [.. chunks.Select(chunk => chunk.Select(point => point.Value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())])
        {
            NonFinite = [.. points.Where(point => !double.IsFinite(point.Value)).Select(point => (double)point.Step)],
        };
    }
}
