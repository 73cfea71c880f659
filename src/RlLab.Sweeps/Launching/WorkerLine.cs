namespace RlLab.Sweeps;

/// <summary>The worker's end of the line to the host that started it: tells how its runs go, and hears when to stop.</summary>
/// <param name="input">Where the host's words come from; its end means that the host is gone.</param>
/// <param name="output">Where the worker's words go; nothing else may write there.</param>
/// <param name="clock">The clock that progress is thinned out by.</param>
public sealed class WorkerLine(TextReader input, TextWriter output, TimeProvider clock) : ISweepObserver
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _writing = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _orphaned = new();
    private RunProgress? _waiting;
    private long? _sent;

    /// <summary>Signalled when the host is gone.</summary>
    public CancellationToken Orphaned => _orphaned.Token;

    /// <summary>Signalled when the host says so, or is gone.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Listens from now on.</summary>
    public void Open() => new Thread(Listen) { IsBackground = true, Name = "worker input" }.Start();

    /// <inheritdoc/>
    public void Started(RunRequest run)
    {
        lock (_writing)
        {
            (_waiting, _sent) = (null, null);
            Send(new StartedMessage(run));
        }
    }

    /// <summary>Passes on a report now and then, and the last one in any case.</summary>
    /// <param name="run">The run.</param>
    /// <param name="progress">How far it is.</param>
    public void Progressed(RunRequest run, RunProgress progress)
    {
        lock (_writing)
        {
            _waiting = progress;
            if (_sent is null || clock.GetElapsedTime(_sent.Value) >= ProgressInterval)
            {
                SendProgress();
            }
        }
    }

    /// <inheritdoc/>
    public void Told(RunRequest run, string what) => Send(new ToldMessage(what));

    /// <inheritdoc/>
    public void Ended(RunRequest run, RunOutcome outcome)
    {
        lock (_writing)
        {
            SendProgress();
            Send(new EndedMessage(outcome));
        }
    }

    private void Listen()
    {
        while (input.ReadLine() is { } line)
        {
            if (WorkerMessage.FromLine(line) is StopMessage)
            {
                _stopping.Cancel();
            }
        }

        _orphaned.Cancel();
        _stopping.Cancel();
    }

    private void SendProgress()
    {
        if (_waiting is { } progress)
        {
            (_waiting, _sent) = (null, clock.GetTimestamp());
            Send(new ProgressMessage(progress.Step, progress.TotalSteps));
        }
    }

    private void Send(WorkerMessage message)
    {
        lock (_writing)
        {
            try
            {
                output.WriteLine(message.ToLine());
                output.Flush();
            }
            catch (IOException)
            {
                // Nobody listens any more; the end of the input says so too.
            }
        }
    }
}
