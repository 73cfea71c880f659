namespace RlLab.Sweeps;

/// <summary>The worker's end of the line to the host that started it: tells how its runs go, and hears when to stop.</summary>
/// <param name="input">Where the host's words come from; its end means that the host is gone.</param>
/// <param name="output">Where the worker's words go; nothing else may write there.</param>
/// <param name="clock">The clock that progress is thinned out by.</param>
public sealed class WorkerLine(TextReader input, TextWriter output, TimeProvider clock) : ISweepObserver
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Of how many runs progress is told that often; of each of more runs it is told more seldom.</summary>
    private const int RunsAtOnce = 8;

    private readonly Lock _writing = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _orphaned = new();
    private readonly Dictionary<string, (RunProgress? Waiting, long? Sent)> _progress = [];

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
            _progress[run.Id] = default;
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
            var sent = _progress.GetValueOrDefault(run.Id).Sent;
            _progress[run.Id] = (progress, sent);
            if (sent is null || clock.GetElapsedTime(sent.Value) >= ProgressInterval * Math.Max(1, _progress.Count / RunsAtOnce))
            {
                SendProgress(run);
            }
        }
    }

    /// <inheritdoc/>
    public void Told(RunRequest run, string what) => Send(new ToldMessage(run.Id, what));

    /// <inheritdoc/>
    public void Noted(string what) => Send(new NotedMessage(what));

    /// <inheritdoc/>
    public void Ended(RunRequest run, RunOutcome outcome)
    {
        lock (_writing)
        {
            SendProgress(run);
            _progress.Remove(run.Id);
            Send(new EndedMessage(run.Id, outcome));
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

    private void SendProgress(RunRequest run)
    {
        if (_progress.GetValueOrDefault(run.Id).Waiting is { } progress)
        {
            _progress[run.Id] = (null, clock.GetTimestamp());
            Send(new ProgressMessage(run.Id, progress.Step, progress.TotalSteps));
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
