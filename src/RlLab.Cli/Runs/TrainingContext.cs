using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace RlLab.Cli;

/// <summary>Trains on one thread alone: what follows an <c>await</c> comes back to it.</summary>
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
    private TaskCompletionSource? _noneUnawaited;
    private int _unawaited;
    private int _warned;

    /// <summary>Told, from any thread, that there is something to do. Default: nobody, where <see cref="Run(Func{Task})"/> waits for it.</summary>
    public Action Posted { get; init; } = () => { };

    /// <summary>Trains on the calling thread, and waits for the <c>async void</c> methods that training called.</summary>
    /// <param name="train">Starts the training.</param>
    /// <exception cref="Exception">What an <c>async void</c> method threw, else what training threw.</exception>
    public void Run(Func<Task> train) => RunAlone(async () =>
    {
        try
        {
            await TrainAsync(train);
        }
        finally
        {
            End();
        }
    });

    /// <summary>Has something done on the calling thread, within this context, and waits for its end.</summary>
    /// <param name="work">Starts it.</param>
    public void RunAlone(Func<Task> work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            _ = task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                if (_work.Reader.TryRead(out var next))
                {
                    Do(next.Callback, next.State);
                }
                else
                {
                    _work.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
                }
            }

            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Trains within this context, which must be current, and waits for the <c>async void</c> methods that training called.</summary>
    /// <param name="train">Starts the training.</param>
    /// <exception cref="Exception">What an <c>async void</c> method threw, else what training threw.</exception>
    public async Task TrainAsync(Func<Task> train)
    {
        var training = train();
        await training.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await FinishUnawaitedAsync();
        _failure?.Throw();
        await training;
    }

    /// <summary>Ends the context: what is still to be done is not done, which is told.</summary>
    public void End()
    {
        _work.Writer.TryComplete();
        while (_work.Reader.TryRead(out var left))
        {
            WarnOfDropped(left.Callback);
        }
    }

    /// <summary>Does what was posted by now, on the calling thread; what is posted meanwhile is for the next time.</summary>
    /// <returns>Whether there was any.</returns>
    public bool DoPosted()
    {
        var left = _work.Reader.Count;
        var any = left > 0;
        for (; left > 0 && _work.Reader.TryRead(out var work); left--)
        {
            Do(work.Callback, work.State);
        }

        return any;
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_work.Writer.TryWrite((d, state)))
        {
            Posted();
        }
        else
        {
            WarnOfDropped(d);
        }
    }

    /// <inheritdoc/>
    public override void OperationStarted() => Interlocked.Increment(ref _unawaited);

    /// <inheritdoc/>
    public override void OperationCompleted()
    {
        if (Interlocked.Decrement(ref _unawaited) == 0)
        {
            Volatile.Read(ref _noneUnawaited)?.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private async Task FinishUnawaitedAsync()
    {
        Volatile.Write(ref _noneUnawaited, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _unawaited) > 0)
        {
            await Task.WhenAny(_noneUnawaited!.Task, Task.Delay(patience, clock));
        }

        // What an async void method threw was posted before its end was told. No more than is there: work may beget work for ever.
        DoPosted();
        if (Volatile.Read(ref _unawaited) > 0)
        {
            warn($"An async void method that Train called still went on {patience.TotalSeconds:0.#} s after the end of Train; what it would "
                + "have done from here on is not done. Let it return a Task, and await that in Train.");
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
