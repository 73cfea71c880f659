namespace RlLab.Tracking.Tests.Faults;

/// <summary>
/// A clock on which waits take no time: whenever nothing is under way, it is at once as late as the next wait wants it, and where something hangs, as
/// the next limit wants it. What it says can be made to jump, as by a clock that is set.
/// </summary>
public sealed class VirtualClock : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly FaultyProxy _proxy;
    private readonly Thread _pump;
    private TimeSpan _now;
    private TimeSpan _jumped;
    private volatile bool _stopped;

    /// <summary>A clock of all that goes through a proxy.</summary>
    public VirtualClock(FaultyProxy proxy)
    {
        _proxy = proxy;
        _pump = new Thread(Pump) { IsBackground = true };
        _pump.Start();
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Sets what time it says it is; how long something takes is not changed by that.</summary>
    public void Jump(TimeSpan by) => _jumped += by;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            // A millisecond later at every look, so that each event has a time of its own.
            _now += TimeSpan.FromMilliseconds(1);
            return StepClock.Start + _now + _jumped;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state), isLimit: state is CancellationTokenSource);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Dispose()
    {
        // What waited goes on on the pump's own thread, if only as far as here.
        _stopped = true;
        if (Thread.CurrentThread != _pump)
        {
            _pump.Join();
        }
    }

    private void Pump()
    {
        while (!_stopped)
        {
            Thread.Sleep(1);
            VirtualTimer? due;
            lock (_gate)
            {
                due = _proxy.IsIdle ? _timers.Where(timer => _proxy.IsHanging || !timer.IsLimit).MinBy(timer => timer.Due) : null;
                if (due is not null)
                {
                    _timers.Remove(due);
                    _now = due.Due > _now ? due.Due : _now;
                }
            }

            due?.Fire();
        }
    }

    private sealed class VirtualTimer(VirtualClock clock, Action callback, bool isLimit) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        /// <summary>Whether it ends something that takes too long, and is no wait.</summary>
        public bool IsLimit => isLimit;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                (Due, _period) = (clock._now + dueTime, period);
                if (dueTime >= TimeSpan.Zero)
                {
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback();
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
