namespace RlLab.Tests;

/// <summary>A clock that moves when it is told to.</summary>
public sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];
    private TimeSpan _now;

    public void Advance(TimeSpan by)
    {
        _now += by;
        _timers.ForEach(timer => timer.Look());
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state), dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    private sealed class HandTimer(HandClock clock, Action callback, TimeSpan due, TimeSpan period) : ITimer
    {
        private TimeSpan _next = clock._now + due;

        public void Look()
        {
            while (_next <= clock._now)
            {
                _next += period;
                callback();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _next = TimeSpan.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
