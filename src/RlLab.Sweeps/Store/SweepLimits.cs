using System.Text.Json.Serialization;

namespace RlLab.Sweeps;

/// <summary>What the runs of a sweep may take.</summary>
public sealed record SweepLimits
{
    /// <summary>How often a run is begun again whose process died in the middle. Default: 1. One that fails by its own exception is not.</summary>
    public int Retries { get; init => field = value >= 0 ? value : throw Refused("retries", value, "is not below 0"); } = 1;

    /// <summary>How long a run may take; one that takes longer is stopped and has failed. Default: null, as long as it likes.</summary>
    public TimeSpan? RunTime { get; init => field = Positive("run time", value); }

    /// <summary>After how long a run is told of that says nothing: logs, reports and prints nothing. Default: 2 minutes; null: never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TimeSpan? Silence { get; init => field = Positive("silence", value); } = TimeSpan.FromMinutes(2);

    /// <summary>After how long such a run is stopped and has failed. Default: null, never.</summary>
    public TimeSpan? SilenceLimit { get; init => field = Positive("silence limit", value); }

    private static TimeSpan? Positive(string what, TimeSpan? value) =>
        value is null || value > TimeSpan.Zero ? value : throw Refused(what, value, "is above zero");

    private static SweepException Refused(string what, object? value, string range) => new($"A sweep's {what} cannot be {value}: it {range}.");
}
