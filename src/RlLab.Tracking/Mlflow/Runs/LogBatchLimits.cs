namespace RlLab.Tracking;

/// <summary>Splits what is to be logged into requests that a server takes.</summary>
internal static class LogBatchLimits
{
    public const int Metrics = 1000;
    public const int Parameters = 100;
    public const int Tags = 100;
    public const int Items = 1000;

    // The server's limit is 1,000,000 bytes; what stands around a name and a value is counted with 40 or 120, a character with
    // the 6 that it takes at most.
    private const int Bytes = 950_000;

    public static IEnumerable<LogBatchRequest> Split(
        string runId, IReadOnlyList<MlflowMetric> metrics, IReadOnlyList<MlflowParameter> parameters,
        IReadOnlyList<MlflowTag> tags)
    {
        var (metric, parameter, tag) = (0, 0, 0);
        while (metric < metrics.Count || parameter < parameters.Count || tag < tags.Count)
        {
            var (items, bytes) = (Items, Bytes);
            var someParameters = Take(parameters, ref parameter, Parameters, ref items, ref bytes,
                p => 40 + 6 * (p.Key.Length + p.Value.Length));
            var someTags = Take(tags, ref tag, Tags, ref items, ref bytes, t => 40 + 6 * (t.Key.Length + t.Value.Length));
            var someMetrics = Take(metrics, ref metric, Metrics, ref items, ref bytes, Size);
            yield return new LogBatchRequest(runId, someMetrics, someParameters, someTags);
        }
    }

    private static int Size(MlflowMetric metric) =>
        120 + 6 * metric.Key.Length + Size(metric.ModelId) + Size(metric.DatasetName) + Size(metric.DatasetDigest);

    private static int Size(string? text) => text is null ? 0 : 40 + 6 * text.Length;

    private static T[]? Take<T>(IReadOnlyList<T> all, ref int next, int most, ref int items, ref int bytes, Func<T, int> size)
    {
        var first = next;
        for (; next < all.Count && next - first < most && items > 0 && bytes - size(all[next]) > 0; next++, items--)
        {
            bytes -= size(all[next]);
        }

        return next == first ? null : [.. all.Skip(first).Take(next - first)];
    }
}
