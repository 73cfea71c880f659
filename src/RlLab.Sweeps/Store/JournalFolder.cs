using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>A store in a folder, of one machine or of a file system that several share.</summary>
/// <remarks>
/// No two processes ever write one file. The sweep's own <c>journal</c> is written by whoever has the lead; each worker appends to
/// <c>workers/NAME.journal</c>; a claim is a file of <c>claims</c> that the system lets one alone create, on NFS too. What is known is all of them
/// together. README.md of this project describes the entries.
/// </remarks>
public sealed class JournalFolder : ISweepStore
{
    private readonly Lock _gate = new();
    private readonly string _journal;
    private readonly string _claims;
    private readonly TimeProvider _clock;
    private readonly SweepMerge _merge = new();
    private readonly Dictionary<string, long> _read = [];
    private readonly WorkerFolder _workers;
    private readonly Dictionary<string, long> _unexplainedSince = [];
    private JournalWriter? _lead;

    /// <summary>Opens the store of a sweep; nothing is written before something is noted.</summary>
    /// <param name="journal">The path of the sweep's own journal.</param>
    /// <param name="clock">Dates entries, and measures leases.</param>
    /// <param name="lease">See <see cref="Lease"/>. Default: null, one minute.</param>
    public JournalFolder(string journal, TimeProvider clock, TimeSpan? lease = null)
        : this(journal, clock, lease, Environment.MachineName)
    {
    }

    /// <summary>The same, as if on a machine of some name.</summary>
    internal JournalFolder(string journal, TimeProvider clock, TimeSpan? lease, string machine)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(journal))!;
        (_journal, _claims, _clock, Lease) = (journal, Path.Combine(folder, "claims"), clock, lease ?? TimeSpan.FromMinutes(1));
        _workers = new WorkerFolder(Path.Combine(folder, "workers"), machine, Lease, clock);
    }

    /// <inheritdoc/>
    public TimeSpan Lease { get; }

    /// <summary>The name of the worker that this is.</summary>
    internal string Name => _workers.Name;

    /// <summary>Begins a sweep, and leads it.</summary>
    /// <param name="journal">The path of its journal; its folder is made where it is missing.</param>
    /// <param name="header">What is swept, and how.</param>
    /// <param name="runs">The runs that are known beforehand.</param>
    /// <param name="clock">Dates entries, and measures leases.</param>
    /// <exception cref="JournalWriteException">The file cannot be written.</exception>
    public static JournalFolder Create(string journal, SweepHeader header, IEnumerable<RunPlanned> runs, TimeProvider clock)
    {
        var store = new JournalFolder(journal, clock);
        store.Lead();
        store._lead!.Append([header.ToJson(), .. runs.Select(run => (ReadOnlyMemory<byte>)run.ToJson())]);
        return store;
    }

    /// <inheritdoc/>
    public SweepRecord Read()
    {
        lock (_gate)
        {
            Func<string?, bool> isAlive;
            do
            {
                // Asked before reading: who ends meanwhile has noted the ends of its runs by the time that they are read.
                var isLed = _lead is null && JournalWriter.IsOpen(_journal);
                var alive = _workers.Alive(_merge.HasLeft);
                isAlive = worker => worker is null ? isLed : alive.Contains(worker);
            }
            while (ReadsOfNewWorkers());
            return _merge.ToRecord(_journal, isAlive);
        }
    }

    /// <inheritdoc/>
    public bool TryClaim(RunPlanned run, int attempt, bool waits = true)
    {
        lock (_gate)
        {
            var own = _workers.Join();
            var claim = Claim(run.Run, attempt);
            try
            {
                Directory.CreateDirectory(_claims);
                using var file = new FileStream(claim, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
                file.Write(System.Text.Encoding.UTF8.GetBytes(_workers.Name));
            }
            catch (IOException) when (File.Exists(claim))
            {
                // Its own, whose beginning a full disk did not take, is nobody else's as long as this worker lives.
                if (Claimant(claim) != _workers.Name || HasBegun(run.Run, attempt))
                {
                    FreeIfAbandoned(run.Run, attempt, claim);
                    return false;
                }
            }

            own.Append([run.ToJson(), new RunStarted(run.Run, _clock.GetUtcNow()) { Attempt = attempt }.ToJson()]);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Release(string run, int attempt) => Append(new RunReleased(run, attempt));

    /// <inheritdoc/>
    public bool End(string run, int attempt, RunOutcome outcome)
    {
        if (File.Exists(Claim(run, attempt + 1)))
        {
            return false;
        }

        Append(new RunEnded(run, _clock.GetUtcNow(), outcome) { Attempt = attempt });
        return true;
    }

    /// <inheritdoc/>
    public void Beat(WorkerStatus? work)
    {
        lock (_gate)
        {
            _workers.Beat(work);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WorkerStatus> Working()
    {
        lock (_gate)
        {
            return _workers.Working(_workers.Alive(_merge.HasLeft));
        }
    }

    /// <inheritdoc/>
    public void Note(SweepEvent entry) => Append(entry);

    /// <inheritdoc/>
    public IDisposable Lead()
    {
        lock (_gate)
        {
            try
            {
                _lead ??= JournalWriter.Open(_journal);
                return new Leadership(this);
            }
            catch (JournalBusyException)
            {
                var sweep = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(_journal)))!;
                throw new SweepException(
                    $"The sweep {sweep} is led by another process, which has {_journal} open. `attach {sweep[..Math.Min(8, sweep.Length)]}` shows "
                    + "how it goes, and `cancel` ends it; take it up again when it has ended.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _workers.Dispose();
            LetGo();
        }
    }

    private void LetGo()
    {
        _lead?.Dispose();
        _lead = null;
    }

    private void Append(SweepEvent entry)
    {
        lock (_gate)
        {
            (_lead ?? _workers.Join()).Append(entry.ToJson());
        }
    }

    private string Claim(string run, int attempt) => Path.Combine(_claims, $"{run}-{attempt}");

    /// <summary>
    /// A claim whose worker vanished before it noted the beginning: the attempt is given back for it, once that is sure. Whose name cannot be read
    /// yet is waited for as long as a lease.
    /// </summary>
    private void FreeIfAbandoned(string run, int attempt, string claim)
    {
        ReadsOfNewWorkers();
        var worker = Claimant(claim);
        var since = _unexplainedSince.TryGetValue(claim, out var seen) ? seen : _unexplainedSince[claim] = _clock.GetTimestamp();
        var isGone = worker.Length > 0
            ? !_workers.Alive(_merge.HasLeft).Contains(worker)
            : _clock.GetElapsedTime(since) >= Lease;
        if (isGone && !HasBegun(run, attempt))
        {
            Append(new RunReleased(run, attempt));
        }
    }

    private bool HasBegun(string run, int attempt)
    {
        ReadsOfNewWorkers();
        return _merge.HasBegun(run, attempt);
    }

    /// <summary>Who has a claim; empty where whoever it is has not written that yet.</summary>
    private static string Claimant(string claim)
    {
        try
        {
            // Not as File.ReadAllText does, which Windows refuses as long as the claim is open for writing.
            using var reader = new StreamReader(new FileStream(claim, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Reads what is new; says whether there is a worker among it that nobody knew.</summary>
    private bool ReadsOfNewWorkers()
    {
        ReadNew(_journal, null);
        var isNew = false;
        foreach (var (worker, journal) in _workers.Journals())
        {
            isNew |= ReadNew(journal, worker);
        }

        return isNew;
    }

    /// <summary>Reads what is new in a journal; says whether its worker joined in that: a journal is there before its first entry.</summary>
    private bool ReadNew(string journal, string? worker)
    {
        var joins = false;
        var position = _read.GetValueOrDefault(journal);
        if (position > 0 && new FileInfo(journal).Length == position)
        {
            return false;
        }

        _read[journal] = position;
        foreach (var record in JournalReader.Read(journal, position))
        {
            var entry = SweepEvent.FromJson(record.Payload.Span);
            if (entry is WorkerJoined joined)
            {
                _workers.Add(joined);
                joins = true;
            }

            _merge.Add(entry, worker);
            _read[journal] = record.NextOffset;
        }

        return joins;
    }

    private sealed class Leadership(JournalFolder store) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate)
            {
                store.LetGo();
            }
        }
    }
}
