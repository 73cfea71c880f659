namespace RlLab.Sweeps.Tests;

/// <summary>A clock that stands until it is told; its timers fire on the thread that tells it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time)
    {
        lock (_gate)
        {
            _now += time;
        }

        while (Due() is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Lets minutes pass until something has ended.</summary>
    public async Task AdvanceUntilAsync(Task ended)
    {
        while (!ended.IsCompleted)
        {
            Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(ended, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        await ended;
    }

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    private Timer? Due()
    {
        lock (_gate)
        {
            return _timers.Where(timer => timer.Due <= _now).MinBy(timer => timer.Due);
        }
    }

    private sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                (Due, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime, period);
            }

            return true;
        }

        public void Fire()
        {
            lock (clock._gate)
            {
                Due = _period == Timeout.InfiniteTimeSpan ? null : Due + _period;
            }

            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
