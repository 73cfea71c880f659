namespace RlLab.Lanes;

/// <summary>Trains several runs on the calling thread as one program: what their lanes wait for alike is answered by one call.</summary>
/// <param name="width">How many runs train at the same time, at least 1.</param>
public sealed class LaneScheduler(int width)
{
    private readonly int _width = width >= 1
        ? width
        : throw new ArgumentOutOfRangeException(nameof(width), width, "There must be at least 1 lane.");

    private readonly List<Lane> _lanes = [];
    private readonly SemaphoreSlim _posted = new(0);
    private Lane? _turn;
    private long _turns;

    /// <summary>Whose code runs, or ran last; to be asked for from any thread.</summary>
    public LaneTraining? Turn => Volatile.Read(ref _turn)?.Owner;

    /// <summary>How often a lane was given its turn; from any thread. While it stays the same, one lane keeps the thread to itself.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>What was done so far; to be asked for on the thread that runs.</summary>
    public LaneStatistics Statistics => new(Requests: 0, Calls: 0, NotJoined: []);

    /// <summary>Trains until there is no training left.</summary>
    /// <param name="next">The next training for a free lane, on this thread; null when there is none now. It is asked again when a lane ends.</param>
    /// <param name="stopping">Signalled when no more training is to begin. Those that have begun hear of it by themselves, and are waited for.</param>
    /// <exception cref="InvalidOperationException">This thread runs lanes already.</exception>
    public void Run(Func<LaneTraining?> next, CancellationToken stopping)
    {
        if (Lane.Current is not null)
        {
            throw new InvalidOperationException("A run that trains in a lane cannot have lanes itself.");
        }

        var outer = SynchronizationContext.Current;
        try
        {
            while (Fill(next, stopping))
            {
                var went = false;
                for (var i = _lanes.Count - 1; i >= 0; i--)
                {
                    Enter(_lanes[i]);
                    went |= _lanes[i].Training.IsCompleted || _lanes[i].Owner.DoPosted();
                    EndIfCompleted(i);
                }

                if (!went)
                {
                    _posted.Wait(CancellationToken.None);
                }
            }
        }
        finally
        {
            Lane.Switch(null);
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Begins what there is room for.</summary>
    /// <returns>Whether any lane trains.</returns>
    private bool Fill(Func<LaneTraining?> next, CancellationToken stopping)
    {
        while (_lanes.Count < _width && !stopping.IsCancellationRequested && next() is { } training)
        {
            var lane = new Lane(training, this);
            _lanes.Add(lane);
            training.WokenBy(Wake);
            Enter(lane);
            lane.Training = training.Start();
            lane.Training.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            EndIfCompleted(_lanes.Count - 1);
        }

        return _lanes.Count > 0;
    }

    private void EndIfCompleted(int place)
    {
        if (_lanes[place] is { Training.IsCompleted: true } lane)
        {
            lane.Owner.Ended();
            _lanes.RemoveAt(place);
        }

        Leave();
    }

    private static void Enter(Lane lane)
    {
        Lane.Switch(lane);
        SynchronizationContext.SetSynchronizationContext(lane.Owner.Context);
    }

    private static void Leave()
    {
        Lane.Switch(null);
        SynchronizationContext.SetSynchronizationContext(null);
    }

    /// <summary>Notes whose code runs now; on the thread that runs.</summary>
    internal void GiveTurn(Lane lane)
    {
        Volatile.Write(ref _turn, lane);
        Volatile.Write(ref _turns, _turns + 1);
    }

    private void Wake() => _posted.Release();
}
