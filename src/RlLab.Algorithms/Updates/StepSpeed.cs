namespace RlLab.Algorithms;

/// <summary>How many steps a second there were.</summary>
internal static class StepSpeed
{
    /// <summary>The speed since a time; finite also where the clock has not moved since, which counts as one of its ticks.</summary>
    /// <param name="steps">The steps since then.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="started">Its timestamp then.</param>
    public static double Of(long steps, TimeProvider clock, long started) =>
        steps * (double)clock.TimestampFrequency / Math.Max(1, clock.GetTimestamp() - started);
}
