using System.Data;
using Npgsql;

namespace RlLab.Sweeps.Postgres;

/// <summary>A store in PostgreSQL, for workers whose machines share no folder.</summary>
/// <remarks>
/// It holds the same entries as a journal folder. A claim is a row of a unique key; a sign of life is a time of the database's own clock. While the
/// database is away or refuses, what a worker has to tell is kept on its disk and told later; it goes on with the runs that it has, and waits for a
/// database that is away before it claims another.
/// </remarks>
public sealed class PostgresStore : ISweepStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly StoreAddress _address;
    private readonly PostgresStoreOptions _options;
    private readonly PatientDatabase _database;
    private readonly string _sweep;
    private readonly string _worker = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}";
    private readonly SweepTables _tables;
    private readonly SweepMerge _merge = new();
    private IReadOnlySet<string> _alive = new HashSet<string>();
    private SweepRecord? _record;
    private NpgsqlConnection? _lead;
    private long _read;
    private bool _hasJoined;

    private PostgresStore(StoreAddress address, Database database, string sweep, PostgresStoreOptions options)
    {
        (_address, _sweep, _options) = (address, sweep, options);
        _tables = new SweepTables(sweep, _worker, options.Lease);
        _database = new PatientDatabase(address, database, _tables, new Spill(options.SpillFolder, sweep, _worker), options);
        Address = address.Of(sweep);
    }

    /// <inheritdoc/>
    public TimeSpan Lease => _options.Lease;

    /// <summary>The sweep's address, for its workers.</summary>
    public string Address { get; }

    /// <summary>Begins a sweep, and leads it.</summary>
    /// <param name="address">The database.</param>
    /// <param name="header">What is swept, and how.</param>
    /// <param name="runs">The runs that are known beforehand.</param>
    /// <param name="options">How to deal with it.</param>
    /// <exception cref="SweepException">The database cannot be reached, or refuses.</exception>
    public static PostgresStore Create(StoreAddress address, SweepHeader header, IEnumerable<RunPlanned> runs, PostgresStoreOptions options)
    {
        var database = new Database(address);
        return Reached(address, database, () =>
        {
            database.Prepare();
            var store = new PostgresStore(address, database, header.Id, options);
            store.Lead();
            store._database.Ask(connection => store._tables.Locked(connection, () => store._tables.Add(connection, [header, .. runs])));
            return store;
        });
    }

    /// <summary>Opens the store of a sweep.</summary>
    /// <param name="address">Its address; without a sweep, its newest.</param>
    /// <param name="options">How to deal with it.</param>
    /// <exception cref="SweepException">The database cannot be reached, refuses, or has no such sweep.</exception>
    public static PostgresStore Open(StoreAddress address, PostgresStoreOptions options)
    {
        var database = new Database(address);
        return Reached(address, database, () =>
        {
            var sweeps = database.Sweeps();
            var fitting = sweeps.Where(sweep => sweep.StartsWith(address.Sweep ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
            if (fitting.Count != 1 && (address.Sweep is not null || fitting.Count == 0))
            {
                var which = fitting.Count == 0 ? "no sweep" : $"{fitting.Count} sweeps";
                var shown = string.Join(", ", sweeps.Take(5).Select(sweep => sweep[..8]));
                var others = sweeps.Count == 0 ? "It has none at all: begin one with `sweep EXPERIMENT --store`." : $"The newest are {shown}.";
                throw new SweepException($"The store {address} has {which} whose id begins with '{address.Sweep}'. {others}");
            }

            var store = new PostgresStore(address, database, fitting[0], options);
            store._database.TellLeftovers();
            return store;
        });
    }

    /// <inheritdoc/>
    public SweepRecord Read()
    {
        try
        {
            return _database.Ask(
                connection => _record = Database.InTransaction(connection, () => ReadNew(connection), IsolationLevel.RepeatableRead),
                isHurried: true);
        }
        catch (DatabaseAwayException) when (_record is { } known)
        {
            return known;
        }
        catch (DatabaseAwayException e)
        {
            throw Unreachable(_address, e);
        }
    }

    /// <inheritdoc/>
    public bool TryClaim(RunPlanned run, int attempt, bool waits = true)
    {
        for (var began = _options.Clock.GetTimestamp(); !_options.Stopping.IsCancellationRequested;)
        {
            try
            {
                return _database.Ask(connection => _tables.Locked(connection, () => Claim(connection, run, attempt)), isHurried: !waits);
            }
            catch (DatabaseAwayException e)
            {
                if (!waits || _options.Clock.GetElapsedTime(began) >= _options.Patience)
                {
                    throw Unreachable(_address, e);
                }

                _options.Stopping.WaitHandle.WaitOne(Pause);
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Release(string run, int attempt) => _database.TellOrKeep(new RunReleased(run, attempt));

    /// <inheritdoc/>
    public bool End(string run, int attempt, RunOutcome outcome) =>
        _database.TellOrKeep(new RunEnded(run, _options.Clock.GetUtcNow(), outcome) { Attempt = attempt });

    /// <inheritdoc/>
    public void Beat(WorkerStatus? work)
    {
        try
        {
            _database.Ask(connection =>
            {
                _hasJoined = true;
                return _tables.Beat(connection, work);
            });
        }
        catch (DatabaseAwayException)
        {
            // The next one may come through; when the database has been away, nobody is taken for gone at once.
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WorkerStatus> Working()
    {
        try
        {
            return _database.Ask(_tables.Working);
        }
        catch (DatabaseAwayException)
        {
            return new Dictionary<string, WorkerStatus>();
        }
    }

    /// <inheritdoc/>
    public void Note(SweepEvent entry)
    {
        try
        {
            // Values of the objective are told in the middle of a training.
            _database.Tell(entry, isHurried: entry is RunReported);
        }
        catch (DatabaseAwayException e)
        {
            throw Unreachable(_address, e);
        }
    }

    /// <inheritdoc/>
    public IDisposable Lead()
    {
        lock (_gate)
        {
            try
            {
                _lead ??= TakeLead();
                return new Leadership(this);
            }
            catch (DatabaseAwayException e)
            {
                throw Unreachable(_address, e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            LetGo();
            if (_hasJoined)
            {
                try
                {
                    _database.Ask(connection => _tables.Locked(connection, () => _tables.Leave(connection)));
                }
                catch (Exception e) when (e is DatabaseAwayException or SweepException)
                {
                    // Its silence says the same, a lease later.
                }
            }

            _database.Dispose();
        }
    }

    private static T Reached<T>(StoreAddress address, Database database, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e)
        {
            database.Dispose();
            throw e is DatabaseAwayException away ? Unreachable(address, away) : e;
        }
    }

    private static SweepException Unreachable(StoreAddress address, DatabaseAwayException e) => new(
        $"The store {address} cannot be reached: {e.Message.TrimEnd('.')}. Check the host and the port in its address, and that the server runs and "
        + "lets this machine in; then give the command again. What workers found meanwhile is kept on their disks.");

    private bool Claim(NpgsqlConnection connection, RunPlanned run, int attempt)
    {
        _hasJoined = true;
        _tables.Beat(connection, null);
        return _tables.Claim(connection, run.Run, attempt)
            ? _tables.Add(connection, [run, new RunStarted(run.Run, _options.Clock.GetUtcNow()) { Attempt = attempt }])

            // An answer may have been lost on its way: the claim is this worker's all the same.
            : _tables.Claimant(connection, run.Run, attempt) == _worker;
    }

    private SweepRecord ReadNew(NpgsqlConnection connection)
    {
        var alive = _tables.Alive(connection);

        // Who was cut off from the database need not be alone in it: nobody is taken for gone before all have had the time to give a sign.
        if (_database.IsJustBack)
        {
            alive.UnionWith(_alive);
        }
        else
        {
            _alive = alive;
        }

        foreach (var (number, worker, entry) in _tables.After(connection, _read))
        {
            _merge.Add(entry, worker);
            _read = number;
        }

        return _merge.ToRecord(
            $"{_address}", worker => worker == _worker || (worker is not null && alive.Contains(worker) && !_merge.HasLeft(worker)));
    }

    private NpgsqlConnection TakeLead()
    {
        var connection = _database.Connect();
        if (_tables.TakeLead(connection))
        {
            return connection;
        }

        connection.Dispose();
        throw new SweepException(
            $"The sweep {_sweep} is led by another process, which has its lock in {_address}. `attach` shows how it goes, and `cancel` ends it; take "
            + "it up again when it has ended.");
    }

    private void LetGo()
    {
        _lead?.Dispose();
        _lead = null;
    }

    private sealed class Leadership(PostgresStore store) : IDisposable
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
