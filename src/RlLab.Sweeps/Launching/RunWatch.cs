namespace RlLab.Sweeps;

/// <summary>Watches one run from beside it: whether it says anything, and whether it takes longer than it may.</summary>
internal sealed class RunWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SweepLimits _limits;
    private readonly Func<long> _traces;
    private readonly Func<string?> _lastWords;
    private readonly TimeProvider _clock;
    private readonly Action<string> _tell;
    private readonly Action<string> _end;
    private readonly long _began;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private (long Traces, long At) _last;
    private bool _hasTold;
    private bool _hasEnded;

    /// <summary>Watches until disposed.</summary>
    /// <param name="limits">What the run may take.</param>
    /// <param name="traces">A number that changes whenever the run says something.</param>
    /// <param name="lastWords">What it printed last.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="tell">Told, once each time, that the run is silent.</param>
    /// <param name="end">Told, once, why the run shall end.</param>
    public RunWatch(SweepLimits limits, Func<long> traces, Func<string?> lastWords, TimeProvider clock, Action<string> tell, Action<string> end)
    {
        (_limits, _traces, _lastWords, _clock, _tell, _end) = (limits, traces, lastWords, clock, tell, end);
        _began = clock.GetTimestamp();
        _last = (traces(), _began);
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            var traces = _traces();
            if (traces != _last.Traces)
            {
                _last = (traces, _clock.GetTimestamp());
                _hasTold = false;
            }

            var silent = _clock.GetElapsedTime(_last.At);
            if (silent >= _limits.Silence && !_hasTold)
            {
                _hasTold = true;
                _tell($"It has said nothing for {Time(silent)}{LastWords()}");
            }

            if (!_hasEnded && WhyEnd(silent) is { } why)
            {
                _hasEnded = true;
                _end(why);
            }
        }
    }

    private string? WhyEnd(TimeSpan silent) =>
        _clock.GetElapsedTime(_began) >= _limits.RunTime ? $"It took longer than {Time(_limits.RunTime!.Value)}, which is the limit of a run."
        : silent >= _limits.SilenceLimit ? $"It had said nothing for {Time(silent)}, which is the limit of silence{LastWords()}"
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
