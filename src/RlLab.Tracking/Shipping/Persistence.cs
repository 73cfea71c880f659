using Polly;
using Polly.Retry;

namespace RlLab.Tracking;

/// <summary>
/// Repeats each request of a shipper until it gets through: for ever while runs are followed, and as long as its patience lasts once it is to
/// complete.
/// </summary>
/// <param name="options">How long to wait between tries.</param>
/// <param name="retry">How long one try may take, transfers aside, and whether a server is heard that asks to be left alone.</param>
/// <param name="clock">Measures patience, and waits.</param>
/// <param name="random">For the chance in the waits.</param>
internal sealed class Persistence(ShipperOptions options, MlflowRetry retry, TimeProvider clock, RandomGenerator random)
{
    private const int LeastTries = 3;
    private const int LeastTriesOfFailing = 10;
    private const int HangsBeforeLonger = 4;
    private const double FirstWait = 0.1;
    private const double LongestWaitOfFailing = 1;

    /// <summary>How many times its patience a shipper waits at a server's wish: one that always wishes so is no better than one that fails.</summary>
    private const int LongestExcuse = 5;

    private ShippingPatience? _patience;
    private Attempts _requests = new(clock, isServerAlive: false);
    private int _hangs;
    private volatile MlflowException? _outage;

    /// <summary>Why the server cannot be sent to now; null if it can, as far as known.</summary>
    public MlflowException? Outage => _outage;

    /// <summary>How long nothing had got through when patience ended; null until then.</summary>
    public TimeSpan? GaveUpAfter { get; private set; }

    /// <summary>
    /// How long one try may take. Who waits for the end shall not wait long for one that hangs; a server that is only slow is given twice as long
    /// after every four that took too long, and less again as requests get through.
    /// </summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(Math.Min(
        retry.Timeout.TotalSeconds, _patience?.Away.TotalSeconds * Math.Pow(2, _hangs / HangsBeforeLonger) ?? double.MaxValue));

    /// <summary>Repeats what may be repeated as it is.</summary>
    public ResiliencePipeline Repeating() => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.Zero,
            ShouldHandle = what => MayRepeatAsync(what.Outcome.Exception, what.Context.CancellationToken),
        })
        .Build();

    /// <summary>Begins to measure patience.</summary>
    public void Begin(ShippingPatience patience) =>
        (_patience, _requests, _hangs, GaveUpAfter) = (patience, new Attempts(clock, isServerAlive: false), 0, null);

    /// <summary>Begins a step that may have to be tried several times.</summary>
    public Attempts BeginStep() => new(clock, _requests.IsServerAlive);

    /// <summary>Notes that a request got through, or was answered as one that never will.</summary>
    public void Succeeded()
    {
        _outage = null;
        _hangs = Math.Max(0, _hangs - 1);
        _requests = new Attempts(clock, isServerAlive: true);
    }

    /// <summary>Creates what a server would create twice, were the request repeated after its answer was lost.</summary>
    /// <param name="find">Looks for it.</param>
    /// <param name="create">Creates it.</param>
    /// <param name="mayBeThere">Whether it may be there already; else it is looked for only after a try that may have created it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What was found or created, and whether it was created.</returns>
    public async Task<(T Made, bool IsNew)> CreateAsync<T>(
        Func<Task<T?>> find, Func<Task<T>> create, bool mayBeThere, CancellationToken cancellation)
        where T : class
    {
        var step = BeginStep();
        while (true)
        {
            if (mayBeThere && await find().ConfigureAwait(false) is { } found)
            {
                return (found, false);
            }

            try
            {
                var made = await create().ConfigureAwait(false);
                Succeeded();
                return (made, true);
            }
            catch (MlflowException error) when (error.IsTransient || error.Failure == MlflowFailure.AlreadyExists)
            {
                mayBeThere = !error.IsSurelyUndone;
                if (!await MayRepeatAsync(step, error, cancellation).ConfigureAwait(false))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Waits after a failure until it is time to try again.</summary>
    /// <param name="step">What failed; it counts its tries.</param>
    /// <param name="error">Of what.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether to try again; false once patience has ended.</returns>
    public async Task<bool> MayRepeatAsync(Attempts step, MlflowException error, CancellationToken cancellation)
    {
        _outage = error;
        step.Failed(error);
        _hangs += error is { Failure: MlflowFailure.Unreachable, InnerException: OperationCanceledException } ? 1 : 0;
        var asked = retry.Asked(error) ?? TimeSpan.Zero;
        if (asked > _patience?.Failing || (step.Tries >= (step.IsServerAlive ? LeastTriesOfFailing : LeastTries) && IsOver(step)))
        {
            GaveUpAfter ??= step.Elapsed;
        }

        if (GaveUpAfter is not null)
        {
            return false;
        }

        step.Excuse(asked, LongestExcuse * _patience?.Failing ?? TimeSpan.Zero);
        var wait = Wait(step);
        await Task.Delay(asked > wait ? asked : wait, clock, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether a step has been tried for as long as patience lasts.</summary>
    public bool IsOver(Attempts step) => _patience is { } patience && step.Elapsed >= (step.IsServerAlive ? patience.Failing : patience.Away);

    /// <summary>Looks at what came of a request, and waits where it is to be tried again.</summary>
    private async ValueTask<bool> MayRepeatAsync(Exception? error, CancellationToken cancellation)
    {
        if (error is null or MlflowException { IsAboutTheRequest: true })
        {
            Succeeded();
        }

        return error is MlflowException { IsTransient: true } failure
            && await MayRepeatAsync(_requests, failure, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// None before the second try; then a tenth of a second that doubles up to one for a server that is alive, and the interval that doubles for one
    /// that is away.
    /// </summary>
    private TimeSpan Wait(Attempts step)
    {
        if (step.Tries <= 1)
        {
            return TimeSpan.Zero;
        }

        var (first, most) = step.IsServerAlive
            ? (FirstWait, Math.Min(LongestWaitOfFailing, options.LongestWait.TotalSeconds))
            : (options.Interval.TotalSeconds,
                Math.Min(options.LongestWait.TotalSeconds, _patience?.Away.TotalSeconds / LeastTries ?? double.MaxValue));
        return TimeSpan.FromSeconds(Math.Min(first * Math.Pow(2, step.Tries - 2), most) * random.NextDouble(0.75, 1.25));
    }

    /// <summary>The tries of one step, since something last got through.</summary>
    /// <param name="clock">Measures how long it takes.</param>
    /// <param name="isServerAlive">Whether the server gave a sign of life before.</param>
    internal sealed class Attempts(TimeProvider clock, bool isServerAlive)
    {
        private readonly long _began = clock.GetTimestamp();
        private TimeSpan _excused;

        /// <summary>How often it failed.</summary>
        public int Tries { get; private set; }

        /// <summary>Whether the server gave a sign of life, if only an error.</summary>
        public bool IsServerAlive { get; private set; } = isServerAlive;

        /// <summary>How long it has been tried, without the time that the server asked for.</summary>
        public TimeSpan Elapsed => clock.GetElapsedTime(_began) - _excused;

        public void Failed(MlflowException error)
        {
            Tries++;
            IsServerAlive |= error.Failure == MlflowFailure.Unavailable
                || (error.Failure == MlflowFailure.Unreachable && !error.IsSurelyUndone && error.InnerException is not OperationCanceledException);
        }

        /// <summary>Takes some time off, up to so much in all.</summary>
        public void Excuse(TimeSpan time, TimeSpan most) => _excused = _excused + time < most ? _excused + time : most;
    }
}
