namespace RlLab.Tracking;

/// <summary>Metrics, parameters and tags on their way to a server together.</summary>
internal sealed class Consignment
{
    public List<MlflowMetric> Metrics { get; } = [];

    public List<MlflowParameter> Parameters { get; } = [];

    /// <summary>Tags with their last value: what a server makes of two of one name in one request is its own affair.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    public int Count => Metrics.Count + Parameters.Count + Tags.Count;

    public bool IsFull =>
        Metrics.Count >= LogBatchLimits.Metrics
        || Parameters.Count >= LogBatchLimits.Parameters
        || Tags.Count >= LogBatchLimits.Tags;

    public void Add(RunEvent @event)
    {
        switch (@event)
        {
            case MetricsLogged metrics:
                Add(metrics.Step, metrics.Time, metrics.Values);
                break;
            case SystemMeasured measured:
                Add(measured.Step, measured.Time, measured.Values);
                break;
            case ParameterLogged parameter:
                Parameters.Add(new MlflowParameter(parameter.Name, parameter.Value));
                break;
            case TagSet tag:
                Tags[tag.Name] = tag.Value;
                break;
        }
    }

    /// <summary>Sends all of it.</summary>
    /// <exception cref="MlflowException">Something went wrong; if the server refused something in it, it took nothing.</exception>
    public Task SendAsync(MlflowClient client, string runId, CancellationToken cancellation) =>
        client.Runs.LogBatchAsync(
            runId, Metrics, Parameters, [.. Tags.Select(tag => new MlflowTag(tag.Key, tag.Value))], cancellation);

    /// <summary>Leaves out the NaN that the server has already, or that come twice.</summary>
    /// <remarks>
    /// A server drops any other point that it has, but to MLflow (seen in 2.21 and 3.6) no NaN equals another: it adds the point once more,
    /// its database refuses that, and with it the whole request.
    /// </remarks>
    public async Task RemoveKnownNaNAsync(MlflowClient client, string runId, CancellationToken cancellation)
    {
        foreach (var name in Metrics.Where(point => double.IsNaN(point.Value)).Select(point => point.Key).Distinct().ToList())
        {
            var known = new HashSet<(long, DateTimeOffset)>();
            var history = client.Metrics.GetHistoryAsync(runId, name, cancellation: cancellation);
            await foreach (var point in history.ConfigureAwait(false))
            {
                if (double.IsNaN(point.Value))
                {
                    known.Add((point.Step, point.Timestamp));
                }
            }

            Metrics.RemoveAll(point => point.Key == name && double.IsNaN(point.Value) && !known.Add((point.Step, point.Timestamp)));
        }
    }

    /// <summary>Sends all of it but what the server refuses, which is found by halving and handed to <paramref name="refuse"/>.</summary>
    public async Task SendWithoutRefusedAsync(
        MlflowClient client, string runId, Action<string, MlflowException> refuse, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(client, runId, cancellation).ConfigureAwait(false);
        }
        catch (MlflowException error) when (IsRefusal(error) && Count == 1)
        {
            refuse(Describe(), error);
        }
        catch (MlflowException error) when (IsRefusal(error))
        {
            var (first, second) = Halve();
            await first.SendWithoutRefusedAsync(client, runId, refuse, cancellation).ConfigureAwait(false);
            await second.SendWithoutRefusedAsync(client, runId, refuse, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the server takes the rest of a request once something in it is left out.</summary>
    public static bool IsRefusal(MlflowException error) => error.Failure is MlflowFailure.Refused or MlflowFailure.AlreadyExists;

    private void Add(long step, long milliseconds, Metric[] values)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        Metrics.AddRange(values.Select(point => new MlflowMetric(point.Name, point.Value, time, step)));
    }

    private (Consignment, Consignment) Halve()
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

    private string Describe() =>
        Parameters.Count > 0 ? $"parameter '{Parameters[0].Key}'"
        : Tags.Count > 0 ? $"tag '{Tags.First().Key}'"
        : $"metric '{Metrics[0].Key}'";
}
