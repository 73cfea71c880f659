namespace RlLab.Sweeps;

/// <summary>Watches one run from beside it: whether it says anything, and whether it takes longer than it may.</summary>
/// <remarks>
/// Runs that train as lanes share a thread. The time of one is its share of it, so that its limit is what it would be alone; while another keeps the
/// thread to itself, a run can say nothing, and is not blamed for it.
/// </remarks>
internal sealed class RunWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SweepLimits _limits;
    private readonly Func<long> _traces;
    private readonly Func<string?> _lastWords;
    private readonly Func<LaneTurn> _turn;
    private readonly TimeProvider _clock;
    private readonly Action<string> _tell;
    private readonly Action<string> _end;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private LaneTurn _lastTurn;
    private long _lastTraces;
    private long _looked;
    private TimeSpan _silent;
    private TimeSpan _spent;
    private bool _hasTold;
    private bool _hasEnded;
    private bool _isDisposed;

    /// <summary>Watches until disposed.</summary>
    /// <param name="limits">What the run may take.</param>
    /// <param name="traces">A number that changes whenever the run says something.</param>
    /// <param name="lastWords">What it printed last.</param>
    /// <param name="turn">Whose turn it is among the runs of its thread.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="tell">Told, once each time, that the run is silent.</param>
    /// <param name="end">Told, once, why the run shall end.</param>
    public RunWatch(
        SweepLimits limits,
        Func<long> traces,
        Func<string?> lastWords,
        Func<LaneTurn> turn,
        TimeProvider clock,
        Action<string> tell,
        Action<string> end)
    {
        (_limits, _traces, _lastWords, _turn, _clock, _tell, _end) = (limits, traces, lastWords, turn, clock, tell, end);
        (_lastTraces, _lastTurn, _looked) = (traces(), turn(), clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Its share of the time that has passed; null where it had the thread to itself.</summary>
    public TimeSpan? Share { get; private set; }

    /// <summary>Ends the watching.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                Note();
            }
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            var keeps = Note();
            if (_silent >= _limits.Silence && !_hasTold)
            {
                _hasTold = true;
                var others = keeps ? $" {_lastTurn.Runs - 1} other runs of its worker wait for it." : "";
                _tell($"It has said nothing for {Time(_silent)}{LastWords()}{others}");
            }

            if (!_hasEnded && WhyEnd() is { } why)
            {
                _hasEnded = true;
                _end(why);
            }
        }
    }

    /// <summary>Adds up the time since it was looked at last; says whether the run has kept others from going on since.</summary>
    private bool Note()
    {
        var (turn, traces, elapsed) = (_turn(), _traces(), _clock.GetElapsedTime(_looked));
        _looked = _clock.GetTimestamp();
        var isKept = turn is { Runs: > 1, IsOwn: not null } && turn.Number == _lastTurn.Number;
        var keeps = isKept && turn.IsOwn == true;
        var share = turn.Runs <= 1 || keeps ? 1 : isKept ? 0 : 1.0 / turn.Runs;
        if (share < 1 || Share is not null)
        {
            Share = (Share ?? _spent) + elapsed * share;
        }

        _spent += elapsed * share;
        if (traces != _lastTraces)
        {
            (_silent, _hasTold) = (TimeSpan.Zero, false);
        }
        else if (share > 0)
        {
            _silent += elapsed;
        }

        (_lastTurn, _lastTraces) = (turn, traces);
        return keeps;
    }

    private string? WhyEnd() =>
        _spent >= _limits.RunTime ? $"It took longer than {Time(_limits.RunTime!.Value)}, which is the limit of a run."
        : _silent >= _limits.SilenceLimit ? $"It had said nothing for {Time(_silent)}, which is the limit of silence{LastWords()}"
        : null;

    private string LastWords() => _lastWords() is { } words ? $"; its last words: \"{words}\"." : "; it had printed nothing.";

    private static string Time(TimeSpan time)
    {
        var (number, unit) = time.TotalHours >= 2 ? (time.TotalHours, "hour")
            : time.TotalMinutes >= 2 ? (time.TotalMinutes, "minute")
            : (time.TotalSeconds, "second");
        var text = number.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
        return $"{text} {unit}{(text == "1" ? "" : "s")}";
    }
}

/// <summary>Whose turn it is among the runs that share a thread.</summary>
/// <param name="Runs">How many there are.</param>
/// <param name="IsOwn">Whether it is the turn of whoever asks; null where it is nobody's.</param>
/// <param name="Number">A number that grows whenever another gets its turn.</param>
internal readonly record struct LaneTurn(int Runs, bool? IsOwn, long Number);
