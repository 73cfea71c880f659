namespace RlLab.Algorithms;

/// <summary>How many steps a second there are, told from time to time.</summary>
/// <param name="clock">The clock.</param>
/// <param name="step">The step from which on it counts: that at which this process began, or went on.</param>
internal sealed class StepSpeed(TimeProvider clock, long step)
{
    private long _step = step;
    private long _started = clock.GetTimestamp();

    /// <summary>
    /// The speed since it was last asked for; finite also where the clock has not moved since, which counts as one of its ticks.
    /// </summary>
    /// <param name="step">The step now.</param>
    public double At(long step)
    {
        var now = clock.GetTimestamp();
        var speed = (step - _step) * (double)clock.TimestampFrequency / Math.Max(1, now - _started);
        (_step, _started) = (step, now);
        return speed;
    }
}
