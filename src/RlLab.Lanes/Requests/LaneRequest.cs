using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace RlLab.Lanes;

/// <summary>Something that a lane waits for and that can be answered together with what other lanes wait for; used again each time.</summary>
internal abstract class LaneRequest : IValueTaskSource
{
    private Action<object?>? _continuation;
    private object? _state;
    private ExecutionContext? _context;
    private Exception? _failure;
    private bool _answered;

    /// <summary>A request of the lane that is current.</summary>
    protected LaneRequest() => Lane = Lane.Current ?? throw new InvalidOperationException("Only a run that trains in a lane asks its neighbours.");

    /// <summary>Who asks.</summary>
    public Lane Lane { get; }

    /// <summary>Those that it is answered with.</summary>
    public abstract RequestGroup Group { get; }

    /// <summary>Counts the times that it was asked.</summary>
    protected short Version { get; private set; }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => StatusOf(token);

    void IValueTaskSource.GetResult(short token) => ThrowIfFailed(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Continue(continuation, state, flags);

    /// <summary>Answers this one alone, with the lane's own state of torch; what it throws is thrown to the lane.</summary>
    public abstract void AnswerAlone();

    /// <summary>Gives the lane an exception instead of an answer.</summary>
    public void Fail(Exception failure) => _failure = failure;

    /// <summary>Lets the lane go on; to be called with its state in place.</summary>
    public void Resume()
    {
        _answered = true;
        var (continuation, state, context) = (_continuation, _state, _context);
        (_continuation, _state, _context) = (null, null, null);
        if (context is null)
        {
            continuation?.Invoke(state);
        }
        else
        {
            ExecutionContext.Run(context, _ => continuation!(state), null);
        }
    }

    /// <summary>Asks; to be awaited once, before it is asked again.</summary>
    protected ValueTask Ask()
    {
        Version++;
        (_answered, _failure) = (false, null);
        Group.Add(this);
        return new ValueTask(this, Version);
    }

    protected ValueTaskSourceStatus StatusOf(short version) => version != Version
        ? throw new InvalidOperationException("What a lane asked for is awaited once, and before it asks again.")
        : !_answered ? ValueTaskSourceStatus.Pending
        : _failure is null ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Faulted;

    protected void ThrowIfFailed(short version)
    {
        _ = StatusOf(version);
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    protected void Continue(Action<object?> continuation, object? state, ValueTaskSourceOnCompletedFlags flags)
    {
        (_continuation, _state) = (continuation, state);
        _context = flags.HasFlag(ValueTaskSourceOnCompletedFlags.FlowExecutionContext) ? ExecutionContext.Capture() : null;
    }
}

/// <summary>A request that something comes back from.</summary>
/// <typeparam name="TResult">What comes back.</typeparam>
internal abstract class LaneRequest<TResult> : LaneRequest, IValueTaskSource<TResult>
{
    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        ThrowIfFailed(token);
        return Finish();
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => StatusOf(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Continue(continuation, state, flags);

    /// <summary>Asks; to be awaited once, before it is asked again.</summary>
    protected ValueTask<TResult> AskForResult()
    {
        _ = Ask();
        return new ValueTask<TResult>(this, Version);
    }

    /// <summary>What the lane makes of the answer, once it goes on.</summary>
    protected abstract TResult Finish();
}
