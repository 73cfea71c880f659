namespace RlLab.Sweeps;

/// <summary>Puts the entries of a sweep's journals together, in whatever order the journals are read.</summary>
internal sealed class SweepMerge
{
    private readonly Dictionary<string, RunEntry> _runs = [];
    private readonly HashSet<string> _left = [];
    private readonly SortedList<int, SweepResumed> _rounds = [];
    private List<RunEntry> _planned = [];
    private SweepHeader? _header;
    private bool _isSorted = true;
    private (int Trials, IReadOnlyList<long> Seeds)? _extended;
    private readonly List<TasksSubmitted> _submitted = [];
    private int _cancelled = -1;

    /// <summary>Takes an entry in; null, an entry of a later version, is passed over.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="worker">Whose journal it is from; null for the sweep's own.</param>
    public void Add(SweepEvent? entry, string? worker)
    {
        switch (entry)
        {
            case SweepHeader header:
                _header = header;
                break;
            case RunPlanned planned when Entry(planned.Run) is { Plan: null } run:
                run.Plan = planned;
                _isSorted &= _planned.Count == 0 || RunEntry.Order.Compare(_planned[^1], run) <= 0;
                _planned.Add(run);
                break;
            case RunStarted started:
                Entry(started.Run).Begin(started.Attempt ?? 1, worker, started.At);
                break;
            case RunEnded ended:
                Entry(ended.Run).End(ended.Attempt ?? 1, ended.Outcome, ended.At);
                break;
            case RunReleased released:
                Entry(released.Run).Release(released.Attempt);
                break;
            case RunReported reported:
                Entry(reported.Run).Report(reported.Attempt, reported.Points);
                break;
            case RunWantedAgain again:
                Entry(again.Run).WantAgain(again.After);
                break;
            case WorkerLeft left:
                _left.Add(left.Worker);
                break;
            case SweepExtended extended:
                _extended = (extended.Trials, extended.Seeds);
                break;
            case TasksSubmitted submitted:
                _submitted.Add(submitted);
                break;
            case SweepCancelled cancelled:
                _cancelled = Math.Max(_cancelled, cancelled.Round);
                break;
            case SweepResumed resumed:
                _rounds[resumed.Round] = resumed;
                break;
        }
    }

    /// <summary>Whether a worker said that it ended.</summary>
    public bool HasLeft(string worker) => _left.Contains(worker);

    /// <summary>Whether an attempt at a run is known, its beginning or its end.</summary>
    public bool HasBegun(string run, int attempt) => _runs.TryGetValue(run, out var entry) && entry.Has(attempt);

    /// <summary>The sweep as it is known now.</summary>
    /// <param name="place">The store, for messages.</param>
    /// <param name="isAlive">Whether a worker goes on; null for whoever led a sweep of version 1.</param>
    /// <exception cref="SweepException">There is no sweep, or a newer version wrote it.</exception>
    public SweepRecord ToRecord(string place, Func<string?, bool> isAlive)
    {
        var header = _header ?? throw new SweepException($"The journal {place} holds no sweep: it was cut before its first entry was written.");
        if (header.Version > SweepHeader.NewestVersion)
        {
            throw new SweepException(
                $"The sweep in {place} was written by a newer RlLab: its store has version {header.Version}, and this one knows up to "
                + $"{SweepHeader.NewestVersion}. Use the RlLab that began it, or begin a sweep of your own.");
        }

        if (!_isSorted)
        {
            // In a store of version 1 a second try is a run of its own, which stays behind the first: List.Sort would not keep that.
            _planned = [.. _planned.Order(RunEntry.Order)];
            _isSorted = true;
        }

        var (trials, seeds) = _extended ?? (header.Trials, header.Seeds);
        var round = _rounds.Count > 0 ? _rounds.Keys[^1] : 0;
        header = header with
        {
            Trials = trials,
            Seeds = seeds,
            Identity = Latest(resumed => resumed.Identity) ?? header.Identity,
            Confirmation = Latest(resumed => resumed.Confirmation) ?? header.Confirmation,
            Limits = Latest(resumed => resumed.Limits) ?? header.Limits,
            Settings = Latest(resumed => resumed.Settings) ?? header.Settings,
        };
        return new SweepRecord(header, [.. _planned.Select(run => run.ToRecord(isAlive))])
        {
            Round = round,
            IsCancelled = _cancelled >= round,
            Submitted = [.. _submitted],
        };
    }

    private T? Latest<T>(Func<SweepResumed, T?> what)
        where T : class
        => _rounds.Values.Select(what).LastOrDefault(value => value is not null);

    private RunEntry Entry(string run) => _runs.TryGetValue(run, out var entry) ? entry : _runs[run] = new RunEntry();
}
