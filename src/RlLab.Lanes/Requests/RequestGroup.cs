namespace RlLab.Lanes;

/// <summary>Requests that one call can answer: of one kind, about networks of one shape.</summary>
internal abstract class RequestGroup
{
    private LaneRequest[] _waiting = new LaneRequest[8];
    private LaneRequest[] _taken = new LaneRequest[8];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>The call after which the first of them came.</summary>
    public long Since { get; private set; }

    /// <summary>How many to answer by one call: as many as fit the processor's cache. Default: all.</summary>
    public virtual int MostTogether => int.MaxValue;

    /// <summary>How many there is memory for by one call, as far as is known. Default: all.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Answers several at once.</summary>
    /// <param name="requests">Two or more of this group, each of another lane.</param>
    public abstract void Answer(ReadOnlySpan<LaneRequest> requests);

    /// <summary>Has a request wait.</summary>
    public void Add(LaneRequest request)
    {
        if (Count == _waiting.Length)
        {
            Array.Resize(ref _waiting, 2 * Count);
        }

        if (Count == 0)
        {
            Since = request.Lane.Scheduler.Calls;
        }

        _waiting[Count++] = request;
    }

    /// <summary>Takes all that wait; the array is used again at the next call.</summary>
    public ReadOnlySpan<LaneRequest> Take()
    {
        (_waiting, _taken) = (_taken, _waiting);
        var count = Count;
        Count = 0;
        return _taken.AsSpan(0, count);
    }
}
