namespace RlLab.Tracking;

/// <summary>What a run had recorded before it was interrupted, for the same run that says it again: it stands, and is not recorded twice.</summary>
/// <remarks>
/// Points have to come in the order that they came in; tags and files between two of them in any. Values are not compared: what measures time differs
/// each time that it is measured, and what was said first was perhaps shipped.
/// </remarks>
/// <param name="journal">The run's journal.</param>
/// <param name="end">Where it ended when the run was taken up.</param>
/// <param name="setAside">What does not count of it.</param>
internal sealed class SaidBefore(string journal, long end, IReadOnlyList<SetAside> setAside) : IDisposable
{
    private readonly List<RunEvent> _between = [];
    private IEnumerator<(RunEvent Event, Journal.JournalRecord Record)> _events = new RunEventReader(journal).Read().GetEnumerator();
    private MetricsLogged? _next;
    private long _nextOffset;

    /// <summary>The offset behind the last points that were said again.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next points lie; the journal's end where there are none.</summary>
    public long NextPoints => Next() is null ? end : _nextOffset;

    /// <summary>The points that were said next; null where all is said again.</summary>
    public MetricsLogged? Next()
    {
        while (_next is null && _events.MoveNext() && _events.Current.Record.Offset < end)
        {
            var (@event, record) = _events.Current;
            if (@event is MetricsLogged metrics && !setAside.Any(part => part.Holds(record.Offset)))
            {
                (_next, _nextOffset) = (metrics, record.Offset);
            }
            else if (@event is TagSet or ArtifactKept)
            {
                _between.Add(@event);
            }
        }

        return _next;
    }

    /// <summary>Goes on behind the next points, which are said again.</summary>
    public void Take()
    {
        Position = _events.Current.Record.NextOffset;
        _next = null;
        _between.Clear();
    }

    /// <summary>Whether a tag or a file was recorded before the next points; it is not said a third time by that.</summary>
    public bool Take(Predicate<RunEvent> isIt)
    {
        Next();
        var place = _between.FindIndex(isIt);
        if (place >= 0)
        {
            _between.RemoveAt(place);
        }

        return place >= 0;
    }

    /// <summary>Takes it that all up to an offset is said again.</summary>
    public void GoOnFrom(long position)
    {
        // Asked here: what is set aside behind the end for more would be read as nothing that was said.
        if (position > end)
        {
            throw new Journal.JournalException(journal, $"The journal {journal} ended at byte {end:N0} when the run was taken up, and it cannot go "
                + $"on from byte {position:N0}: a power cut took its end. Take it up from an earlier place, or from its beginning.");
        }

        _events.Dispose();
        _events = new RunEventReader(journal).Read(position).GetEnumerator();
        (_next, Position) = (null, position);
        _between.Clear();
    }

    public void Dispose() => _events.Dispose();
}

/// <summary>A part of a journal whose points do not count, because a run that was taken up came to others.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">The offset behind it.</param>
internal readonly record struct SetAside(long From, long To)
{
    public bool Holds(long offset) => offset >= From && offset < To;
}
