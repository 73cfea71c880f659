using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace RlLab.Cli;

/// <summary>Trains on the calling thread alone: what follows an <c>await</c> comes back to it.</summary>
/// <remarks>
/// torch keeps its gradient mode and its dispose scopes by thread, so a training that went on elsewhere would lose both. An <c>async void</c>
/// method has no task to await; this context is told of its begin, its end and its exception instead.
/// </remarks>
/// <param name="stop">Called when an <c>async void</c> method has failed, and training need not go on.</param>
/// <param name="warn">Told what was still to be done when the run ended, and is not done.</param>
/// <param name="patience">How long <c>async void</c> methods may go on after training.</param>
/// <param name="clock">The clock that the patience is measured by.</param>
internal sealed class TrainingContext(Action stop, Action<string> warn, TimeSpan patience, TimeProvider clock) : SynchronizationContext
{
    // An entry without a callback only wakes the thread up, to look whether it is done.
    private readonly Channel<(SendOrPostCallback? Callback, object? State)> _work =
        Channel.CreateUnbounded<(SendOrPostCallback? Callback, object? State)>();

    private ExceptionDispatchInfo? _failure;
    private int _unawaited;
    private int _warned;

    /// <summary>Trains, and waits for the <c>async void</c> methods that training called.</summary>
    /// <param name="train">Starts the training.</param>
    /// <exception cref="Exception">What an <c>async void</c> method threw, else what training threw.</exception>
    public void Run(Func<Task> train)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var training = train();
            _ = training.ContinueWith(
                _ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            WorkUntil(() => training.IsCompleted, CancellationToken.None);
            FinishUnawaited();
            _failure?.Throw();
            training.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
            _work.Writer.TryComplete();
            while (_work.Reader.TryRead(out var left))
            {
                WarnOfDropped(left.Callback);
            }
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!_work.Writer.TryWrite((d, state)))
        {
            WarnOfDropped(d);
        }
    }

    /// <inheritdoc/>
    public override void OperationStarted() => Interlocked.Increment(ref _unawaited);

    /// <inheritdoc/>
    public override void OperationCompleted()
    {
        Interlocked.Decrement(ref _unawaited);
        Wake();
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private void FinishUnawaited()
    {
        using var limit = new CancellationTokenSource(patience, clock);
        WorkUntil(() => Volatile.Read(ref _unawaited) == 0, limit.Token);

        // What an async void method threw was posted before its end was told. No more than is there: work may beget work for ever.
        for (var left = _work.Reader.Count; left > 0 && _work.Reader.TryRead(out var work); left--)
        {
            Do(work.Callback, work.State);
        }

        if (Volatile.Read(ref _unawaited) > 0)
        {
            warn($"An async void method that Train called still went on {patience.TotalSeconds:0.#} s after the end of Train; what it would "
                + "have done from here on is not done. Let it return a Task, and await that in Train.");
        }
    }

    private void WorkUntil(Func<bool> isDone, CancellationToken limit)
    {
        while (!isDone() && !limit.IsCancellationRequested)
        {
            if (_work.Reader.TryRead(out var work))
            {
                Do(work.Callback, work.State);
                continue;
            }

            try
            {
                _work.Reader.WaitToReadAsync(limit).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Do(SendOrPostCallback? callback, object? state)
    {
        try
        {
            callback?.Invoke(state);
        }
        catch (Exception e) when (_failure is null)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            stop();
        }
        catch
        {
            // A run fails of the first exception; those that follow from it say less.
        }
    }

    private void Wake() => _work.Writer.TryWrite((null, null));

    private void WarnOfDropped(SendOrPostCallback? callback)
    {
        if (callback is not null && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            warn("Something that Train had started and not awaited would have gone on after the run's end; it is not done. Await it in Train.");
        }
    }
}
