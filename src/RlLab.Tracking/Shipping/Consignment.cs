namespace RlLab.Tracking;

/// <summary>Metrics, parameters and tags on their way to a server together.</summary>
internal sealed class Consignment
{
    public List<MlflowMetric> Metrics { get; } = [];

    public List<MlflowParameter> Parameters { get; } = [];

    /// <summary>Tags with their last value: what a server makes of two of one name in one request is its own affair.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    public int Count => Metrics.Count + Parameters.Count + Tags.Count;

    public bool IsFull => Metrics.Count >= LogBatchLimits.Metrics || Parameters.Count >= LogBatchLimits.Parameters || Tags.Count >= LogBatchLimits.Tags;

    public void Add(RunEvent @event)
    {
        switch (@event)
        {
            case MetricsLogged metrics:
                Metrics.AddRange(metrics.Values.Select(metric => new MlflowMetric(metric.Name, metric.Value, metrics.Time, metrics.Step)));
                break;
            case ParameterLogged parameter:
                Parameters.Add(new MlflowParameter(parameter.Name, parameter.Value));
                break;
            case TagSet tag:
                Tags[tag.Name] = tag.Value;
                break;
        }
    }

    public Task SendAsync(MlflowClient client, string runId, CancellationToken cancellation) =>
        client.LogBatchAsync(runId, Metrics, Parameters, [.. Tags.Select(tag => new MlflowTag(tag.Key, tag.Value))], cancellation);

    /// <summary>Two consignments of about half each; there must be at least two things in it.</summary>
    public (Consignment, Consignment) Halve()
    {
        var (first, second) = (new Consignment(), new Consignment());
        var half = Count / 2;
        foreach (var parameter in Parameters)
        {
            (first.Count < half ? first : second).Parameters.Add(parameter);
        }

        foreach (var (name, value) in Tags)
        {
            (first.Count < half ? first : second).Tags.Add(name, value);
        }

        foreach (var metric in Metrics)
        {
            (first.Count < half ? first : second).Metrics.Add(metric);
        }

        return (first, second);
    }

    /// <summary>What the one thing in it is, for people.</summary>
    public string Describe() =>
        Parameters.Count > 0 ? $"parameter '{Parameters[0].Key}'" : Tags.Count > 0 ? $"tag '{Tags.First().Key}'" : $"metric '{Metrics[0].Key}'";
}
