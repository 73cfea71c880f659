using System.Runtime.InteropServices;
using RlLab.Engines;

namespace RlLab.Lanes;

/// <summary>Trains several runs on the calling thread as one program: what their lanes wait for alike is answered by one call.</summary>
/// <param name="width">How many runs train at the same time, at least 1.</param>
public sealed class LaneScheduler(int width)
{
    /// <summary>Calls after which a request is answered though more lanes wait for another.</summary>
    private const int Patience = 1_000;

    private readonly int _width = width >= 1
        ? width
        : throw new ArgumentOutOfRangeException(nameof(width), width, "There must be at least 1 lane.");

    private readonly List<Lane> _lanes = [];
    private readonly Dictionary<object, RequestGroup> _groups = [];
    private readonly List<RequestGroup> _inOrder = [];
    private readonly List<string> _notJoined = [];
    private readonly ManualResetEventSlim _posted = new();
    private volatile bool _woken;
    private long _requests;
    private LaneTraining? _turn;
    private long _turns;

    /// <summary>Whose code runs, or ran last; asked from any thread.</summary>
    public LaneTraining? Turn => Volatile.Read(ref _turn);

    /// <summary>How often it became a lane's turn; asked from any thread. While it stays the same, one lane keeps the thread to itself.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>What was done so far; to be asked for on the thread that runs.</summary>
    public LaneStatistics Statistics => new(_requests, Calls, [.. _notJoined]);

    /// <summary>The calls so far.</summary>
    internal long Calls { get; private set; }

    /// <summary>Trains until there is no training left.</summary>
    /// <param name="next">The next training for a free lane, on this thread; null when there is none now. It is asked again when a lane ends.</param>
    /// <param name="stopping">Signalled when no more training is to begin; those that have begun hear of it by themselves, and are awaited.</param>
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
                if (!DoPosted() && !Answer())
                {
                    Lane.Switch(null);
                    _posted.Wait(CancellationToken.None);
                    _posted.Reset();
                }
            }
        }
        finally
        {
            Lane.Switch(null);
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>The group of all requests with an equal key.</summary>
    internal T GroupOf<T>(object key, Func<T> create)
        where T : RequestGroup
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
        if (group is null)
        {
            group = create();
            _inOrder.Add(group);
        }

        return (T)group;
    }

    /// <summary>Notes whose code runs from here on; on the thread that runs.</summary>
    internal void GiveTurn(Lane lane)
    {
        Volatile.Write(ref _turn, lane.Owner);
        Volatile.Write(ref _turns, _turns + 1);
    }

    /// <summary>Notes why something is not answered together with what others wait for.</summary>
    internal void NotJoined(string why)
    {
        if (!_notJoined.Contains(why))
        {
            _notJoined.Add(why);
        }
    }

    /// <summary>Begins what there is room for.</summary>
    /// <returns>Whether any lane trains.</returns>
    private bool Fill(Func<LaneTraining?> next, CancellationToken stopping)
    {
        while (_lanes.Count < _width && !stopping.IsCancellationRequested)
        {
            Lane.Switch(null);
            if (next() is not { } training)
            {
                break;
            }

            var lane = new Lane(training, this);
            _lanes.Add(lane);
            training.WokenBy(Wake);
            Lane.Switch(lane);
            lane.Training = training.Start();
            if (!EndIfCompleted(lane))
            {
                // It may end on another thread, if it has gone on there.
                _ = lane.Training.ContinueWith(
                    _ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        return _lanes.Count > 0;
    }

    /// <summary>Lets lanes do what was posted to them from elsewhere.</summary>
    /// <returns>Whether there was any, so that places may be free and requests have come.</returns>
    private bool DoPosted()
    {
        if (!_woken)
        {
            return false;
        }

        // The flag first: what is posted from here on sets it again.
        _woken = false;
        var did = false;
        for (var i = _lanes.Count - 1; i >= 0; i--)
        {
            var lane = _lanes[i];
            Lane.Switch(lane);
            did |= lane.Owner.DoPosted();
            did |= EndIfCompleted(lane);
        }

        return did;
    }

    /// <summary>Answers what most lanes wait for, and lets them go on.</summary>
    /// <returns>False where none waits for anything that can be answered here.</returns>
    private bool Answer()
    {
        if (Fullest() is not { } group)
        {
            return false;
        }

        var requests = group.Take();
        _requests += requests.Length;
        for (var start = 0; start < requests.Length;)
        {
            var together = requests.Slice(start, Math.Min(Math.Min(group.MostTogether, group.Room), requests.Length - start));
            Answer(group, together);
            start += together.Length;
        }

        foreach (var request in requests)
        {
            Lane.Switch(request.Lane);
            request.Resume();
            EndIfCompleted(request.Lane);
        }

        return true;
    }

    private void Answer(RequestGroup group, ReadOnlySpan<LaneRequest> requests)
    {
        Calls++;
        if (requests.Length == 1 || !AnswerTogether(group, requests))
        {
            foreach (var request in requests)
            {
                AnswerAlone(request);
            }
        }
    }

    private bool AnswerTogether(RequestGroup group, ReadOnlySpan<LaneRequest> requests)
    {
        Lane.Switch(null);
        try
        {
            group.Answer(requests);
            return true;
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            group.Room = requests.Length / 2;
            NotJoined($"there was no memory for {requests.Length} at once, and from here on {group.Room} are answered at once");
            return false;
        }
        catch (Exception e)
        {
            // One of them may be to blame: alone it fails alone.
            NotJoined($"together they failed: {e.Message.Split('\n')[0]}");
            return false;
        }
    }

    private static void AnswerAlone(LaneRequest request)
    {
        Lane.Switch(request.Lane);
        try
        {
            request.AnswerAlone();
        }
        catch (Exception e)
        {
            request.Fail(e);
        }
    }

    private RequestGroup? Fullest()
    {
        RequestGroup? fullest = null;
        foreach (var group in _inOrder)
        {
            if (group.Count > 0 && group.Since + Patience < Calls)
            {
                return group;
            }

            if (group.Count > (fullest?.Count ?? 0))
            {
                fullest = group;
            }
        }

        return fullest;
    }

    private bool EndIfCompleted(Lane lane)
    {
        if (lane.Training is not { IsCompleted: true })
        {
            return false;
        }

        lane.Owner.Ended();
        lane.Training = null;
        _lanes.Remove(lane);
        return true;
    }

    private void Wake()
    {
        _woken = true;
        _posted.Set();
    }
}
