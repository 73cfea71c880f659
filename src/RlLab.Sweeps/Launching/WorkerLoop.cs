using System.Threading.Channels;

namespace RlLab.Sweeps;

/// <summary>The worker's end of the line: takes runs, trains them one after the other, and says how each ended.</summary>
/// <param name="input">Where requests come from; its end means that whoever led the sweep is gone.</param>
/// <param name="output">Where answers go; nothing else may write there.</param>
/// <param name="clock">The clock that progress is thinned out by.</param>
public sealed class WorkerLoop(TextReader input, TextWriter output, TimeProvider clock)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _clock = clock;
    private readonly Lock _writing = new();
    private readonly CancellationTokenSource _orphaned = new();

    /// <summary>Trains a run and returns how it ended; it must not throw.</summary>
    /// <param name="run">What to train.</param>
    /// <param name="progress">To be told how far the run is, as often as it likes.</param>
    /// <param name="stopping">Signalled when the run shall stop.</param>
    public delegate RunOutcome Train(RunRequest run, Action<RunProgress> progress, CancellationToken stopping);

    /// <summary>Signalled when whoever led the sweep is gone.</summary>
    public CancellationToken Orphaned => _orphaned.Token;

    /// <summary>Serves until the input ends.</summary>
    /// <param name="train">Trains a run, on the calling thread.</param>
    public void Serve(Train train)
    {
        var requests = Channel.CreateUnbounded<(RunRequest Run, CancellationTokenSource Stop)>();
        new Thread(() => Listen(requests.Writer)) { IsBackground = true, Name = "worker input" }.Start();
        while (requests.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (requests.Reader.TryRead(out var request))
            {
                using var stop = request.Stop;
                var progress = new ThinnedProgress(this);
                var outcome = train(request.Run, progress.Report, stop.Token);
                progress.SendLast();
                Send(new EndedMessage(outcome));
            }
        }
    }

    private void Listen(ChannelWriter<(RunRequest Run, CancellationTokenSource Stop)> requests)
    {
        CancellationTokenSource? current = null;
        while (input.ReadLine() is { } line)
        {
            switch (WorkerMessage.FromLine(line))
            {
                case TrainMessage message:
                    current = CancellationTokenSource.CreateLinkedTokenSource(_orphaned.Token);
                    requests.TryWrite((message.Run, current));
                    break;
                case StopMessage:
                    current?.Cancel();
                    break;
            }
        }

        _orphaned.Cancel();
        requests.Complete();
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

    /// <summary>Passes on a report now and then, and the last one in any case.</summary>
    private sealed class ThinnedProgress(WorkerLoop loop)
    {
        private long? _sent;
        private RunProgress? _waiting;

        public void Report(RunProgress progress)
        {
            _waiting = progress;
            if (_sent is null || loop._clock.GetElapsedTime(_sent.Value) >= ProgressInterval)
            {
                SendLast();
            }
        }

        public void SendLast()
        {
            if (_waiting is { } progress)
            {
                (_waiting, _sent) = (null, loop._clock.GetTimestamp());
                loop.Send(new ProgressMessage(progress.Step, progress.TotalSteps));
            }
        }
    }
}
