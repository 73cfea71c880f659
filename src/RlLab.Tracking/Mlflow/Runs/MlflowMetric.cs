namespace RlLab.Tracking;

/// <summary>One point of a metric.</summary>
/// <param name="Key">The metric, at most 250 characters.</param>
/// <param name="Value">The value, also NaN and infinities; a server gives infinities back as the largest numbers.</param>
/// <param name="Timestamp">When, to the millisecond, from 1970 on.</param>
/// <param name="Step">The step, also a negative one.</param>
public readonly record struct MlflowMetric(string Key, double Value, DateTimeOffset Timestamp, long Step)
{
    /// <summary>The logged model that it is also a metric of (MLflow 3); null for none.</summary>
    public string? ModelId { get; init; }

    /// <summary>The dataset that it was measured on, for a logged model's metric; null for none.</summary>
    public string? DatasetName { get; init; }

    /// <summary>The digest of that dataset; null for none.</summary>
    public string? DatasetDigest { get; init; }

    /// <summary>The run, in answers about several of them or about a model; else null.</summary>
    public string? RunId { get; init; }
}
