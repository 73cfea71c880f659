using System.Collections.Concurrent;

namespace RlLab.Tracking.Tests.Servers;

/// <summary>A clock on which waits take no time but are noted; timeouts never come.</summary>
public sealed class RecordingClock : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>What is at least as long is a timeout, and never ends.</summary>
    public TimeSpan Endless { get; init; } = TimeSpan.FromMinutes(15);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= Endless || dueTime < TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
