namespace RlLab.Tracking.Tests;

/// <summary>
/// A clock that is one millisecond further at every look, so that each event has a time of its own; timers are the system's.
/// </summary>
public sealed class StepClock : TimeProvider
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private long _milliseconds = Start.ToUnixTimeMilliseconds();

    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _milliseconds));
}
