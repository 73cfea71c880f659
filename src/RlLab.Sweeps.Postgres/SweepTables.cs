using System.Text;
using System.Text.Json;
using Npgsql;

namespace RlLab.Sweeps.Postgres;

/// <summary>What one worker asks of the tables about one sweep.</summary>
/// <param name="sweep">The sweep.</param>
/// <param name="worker">The worker.</param>
/// <param name="lease">After how long without a sign of life another one counts as gone.</param>
internal sealed class SweepTables(string sweep, string worker, TimeSpan lease)
{
    /// <summary>No sign can be given while the server is down: who gave one before that has a lease's time from its start.</summary>
    private const string IsAlive = "sweep = @sweep and greatest(seen, pg_postmaster_start_time()) > clock_timestamp() - @lease";

    /// <summary>Does something in one transaction, in which this sweep's entries are added by nobody else.</summary>
    public T Locked<T>(NpgsqlConnection connection, Func<T> work) => Database.InTransaction(connection, () =>
    {
        Database.Execute(connection, "select pg_advisory_xact_lock(hashtextextended(@sweep, 0))", ("sweep", sweep));
        return work();
    });

    /// <summary>Adds entries; only under the lock.</summary>
    public bool Add(NpgsqlConnection connection, IReadOnlyList<SweepEvent> entries) => Database.Execute(
        connection,
        "insert into rllab.events (sweep, worker, entry) select @sweep, @worker, entry::json "
        + "from unnest(@entries) with ordinality as given (entry, place) order by place",
        ("sweep", sweep),
        ("worker", worker),
        ("entries", entries.Select(entry => Encoding.UTF8.GetString(entry.ToJson())).ToArray())) == entries.Count;

    /// <summary>Takes an attempt, which one alone can; only under the lock.</summary>
    public bool Claim(NpgsqlConnection connection, string run, int attempt) => Database.Execute(
        connection,
        "insert into rllab.claims (sweep, run, attempt, worker) values (@sweep, @run, @attempt, @worker) on conflict do nothing",
        ("sweep", sweep),
        ("run", run),
        ("attempt", attempt),
        ("worker", worker)) == 1;

    /// <summary>Who has an attempt; null where nobody does.</summary>
    public string? Claimant(NpgsqlConnection connection, string run, int attempt) => Database.Query(
        connection,
        "select worker from rllab.claims where sweep = @sweep and run = @run and attempt = @attempt",
        row => row.GetString(0),
        ("sweep", sweep),
        ("run", run),
        ("attempt", attempt)).SingleOrDefault();

    /// <summary>Gives a sign of life.</summary>
    public int Beat(NpgsqlConnection connection, WorkerStatus? work) => Database.Execute(
        connection,
        "insert into rllab.workers (sweep, worker, work) values (@sweep, @worker, @work::json) "
        + "on conflict (sweep, worker) do update set seen = clock_timestamp(), work = excluded.work",
        ("sweep", sweep),
        ("worker", worker),
        ("work", work is null ? null : JsonSerializer.Serialize(work, SweepEvent.Json)));

    /// <summary>Says that the worker ends; only under the lock.</summary>
    public int Leave(NpgsqlConnection connection)
    {
        Add(connection, [new WorkerLeft(worker)]);
        return Database.Execute(
            connection, "delete from rllab.workers where sweep = @sweep and worker = @worker", ("sweep", sweep), ("worker", worker));
    }

    /// <summary>The workers that go on.</summary>
    public HashSet<string> Alive(NpgsqlConnection connection) => [.. Database.Query(
        connection, $"select worker from rllab.workers where {IsAlive}", row => row.GetString(0), ("sweep", sweep), ("lease", lease))];

    /// <summary>What they do.</summary>
    public IReadOnlyDictionary<string, WorkerStatus> Working(NpgsqlConnection connection) => Database.Query(
            connection,
            $"select worker, work from rllab.workers where {IsAlive} and work is not null",
            row => (Worker: row.GetString(0), Work: JsonSerializer.Deserialize<WorkerStatus>(row.GetString(1), SweepEvent.Json)!),
            ("sweep", sweep),
            ("lease", lease))
        .ToDictionary(row => row.Worker, row => row.Work);

    /// <summary>The entries after one, by its number; null for those of a later version.</summary>
    public IReadOnlyList<(long Number, string Worker, SweepEvent? Entry)> After(NpgsqlConnection connection, long number) => Database.Query(
        connection,
        "select number, worker, entry from rllab.events where sweep = @sweep and number > @number order by number",
        row => (row.GetInt64(0), row.GetString(1), SweepEvent.FromJson(Encoding.UTF8.GetBytes(row.GetString(2)))),
        ("sweep", sweep),
        ("number", number));

    /// <summary>Takes the sweep's lead for as long as the connection is open; says whether nobody else has it.</summary>
    public bool TakeLead(NpgsqlConnection connection) => Database.Query(
        connection, "select pg_try_advisory_lock(hashtextextended('lead ' || @sweep, 0))", row => row.GetBoolean(0), ("sweep", sweep)).Single();
}
