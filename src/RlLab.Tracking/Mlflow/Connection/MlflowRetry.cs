namespace RlLab.Tracking;

/// <summary>How often and how patiently a request is repeated; the defaults are those of MLflow's own client.</summary>
public sealed record MlflowRetry
{
    /// <summary>The longest timeout, about twelve days: a timer knows none above seven weeks.</summary>
    internal const double LongestSeconds = 1_000_000;

    private const double SlowestBytesPerSecond = 100_000;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>No second try.</summary>
    public static MlflowRetry None { get; } = new() { MaxRetries = 0 };

    /// <summary>Tries after the first. Default 7; <c>MLFLOW_HTTP_REQUEST_MAX_RETRIES</c>.</summary>
    public int MaxRetries { get; init; } = 7;

    /// <summary>Seconds that double with each wait. Default 2; <c>MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR</c>.</summary>
    public double BackoffFactor { get; init; } = 2;

    /// <summary>Seconds that chance adds to a wait, at most. Default 1; <c>MLFLOW_HTTP_REQUEST_BACKOFF_JITTER</c>.</summary>
    public double BackoffJitter { get; init; } = 1;

    /// <summary>
    /// How long one try may take; an upload gets a second more for each 100 KB, a download may be silent for as long. More than no time,
    /// up to 1,000,000 s. Default 120 s; <c>MLFLOW_HTTP_REQUEST_TIMEOUT</c>.
    /// </summary>
    public TimeSpan Timeout
    {
        get;
        init => field = value > TimeSpan.Zero && value.TotalSeconds <= LongestSeconds
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Timeout), value, $"Timeout is more than no time, and at most {LongestSeconds:N0} s.");
    } = TimeSpan.FromSeconds(120);

    /// <summary>Whether a server that asks to be left alone is heard. Default true; <c>MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER</c>.</summary>
    public bool RespectRetryAfter { get; init; } = true;

    /// <summary>How long to wait because a server asked for it, at most a day; null if it did not, or is not heard.</summary>
    internal TimeSpan? Asked(MlflowException? error) =>
        !RespectRetryAfter ? null : error?.RetryAfter > LongestAsked ? LongestAsked : error?.RetryAfter;

    /// <summary>How long it may take to transfer a file.</summary>
    /// <param name="length">Its length in bytes.</param>
    internal static TimeSpan Transfer(long length) => TimeSpan.FromSeconds(Math.Min(length / SlowestBytesPerSecond, LongestSeconds));

    /// <summary>
    /// The wait before a further try, unless the server named one: none before the first, then factor x 2^n and some jitter, at
    /// most two minutes.
    /// </summary>
    /// <param name="tries">Tries so far that failed, from 1.</param>
    /// <param name="random">Where the jitter comes from.</param>
    internal TimeSpan Delay(int tries, RandomGenerator random)
    {
        if (tries <= 1)
        {
            return TimeSpan.Zero;
        }

        double jitter;
        lock (random)
        {
            jitter = random.NextDouble() * BackoffJitter;
        }

        return TimeSpan.FromSeconds(Math.Clamp(BackoffFactor * Math.Pow(2, tries - 1) + jitter, 0, 120));
    }
}
