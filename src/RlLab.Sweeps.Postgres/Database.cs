using System.Data;
using Npgsql;

namespace RlLab.Sweeps.Postgres;

/// <summary>The tables, and what is asked of them. Not safe for use from several threads.</summary>
/// <param name="address">Where they are.</param>
internal sealed class Database(StoreAddress address) : IDisposable
{
    /// <summary>Entries are numbered in the order in which they become visible, because whoever adds one holds the sweep's lock.</summary>
    private const string Schema = """
        select pg_advisory_xact_lock(7201946053);
        create schema if not exists rllab;
        create table if not exists rllab.events (
            number bigint generated always as identity primary key,
            sweep text not null,
            worker text not null,
            at timestamptz not null default clock_timestamp(),
            entry json not null);
        create index if not exists events_of_sweep on rllab.events (sweep, number);
        create table if not exists rllab.claims (
            sweep text not null,
            run text not null,
            attempt int not null,
            worker text not null,
            primary key (sweep, run, attempt));
        create table if not exists rllab.workers (
            sweep text not null,
            worker text not null,
            seen timestamptz not null default clock_timestamp(),
            work json,
            primary key (sweep, worker));
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(address.ConnectionString);

    /// <summary>Makes the tables where they are missing.</summary>
    public void Prepare() => Ask(connection => InTransaction(connection, () => Execute(connection, Schema)));

    /// <summary>The identities of all sweeps, the newest first; none where there are no tables.</summary>
    public IReadOnlyList<string> Sweeps() => Ask(connection =>
        Query(connection, "select to_regclass('rllab.events') is not null", row => row.GetBoolean(0)).Single()
            ? Query(connection, "select sweep from rllab.events group by sweep order by min(number) desc", row => row.GetString(0))
            : []);

    /// <summary>Asks something.</summary>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    /// <exception cref="SweepException">It refuses.</exception>
    public T Ask<T>(Func<NpgsqlConnection, T> ask) => Answered(() =>
    {
        using var connection = _source.OpenConnection();
        return ask(connection);
    });

    /// <summary>A connection of its own, for a lock that lasts as long as it.</summary>
    /// <exception cref="DatabaseAwayException">The database does not answer.</exception>
    /// <exception cref="SweepException">It refuses.</exception>
    public NpgsqlConnection Connect() => Answered(() =>
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Open();

        // A machine that vanishes without a word must not hold a lock for hours.
        Execute(connection, "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3");
        return connection;
    });

    /// <summary>Does something in one transaction.</summary>
    public static T InTransaction<T>(NpgsqlConnection connection, Func<T> work, IsolationLevel level = IsolationLevel.ReadCommitted)
    {
        using var transaction = connection.BeginTransaction(level);
        var answer = work();
        transaction.Commit();
        return answer;
    }

    public static int Execute(NpgsqlConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    public static IReadOnlyList<T> Query<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private T Answered<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (IsAway(e))
        {
            throw new DatabaseAwayException(e);
        }
        catch (NpgsqlException e)
        {
            throw new SweepException(
                $"The store {address} refuses: {e.Message}. Check the user, the password (PGPASSWORD) and the database in its address.");
        }
    }

    /// <summary>Whether trying again later may help: all but what the server itself refuses.</summary>
    private static bool IsAway(Exception e) => e switch
    {
        PostgresException refused => refused.IsTransient,
        NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}

/// <summary>The database does not answer; it may again.</summary>
internal sealed class DatabaseAwayException(Exception inner) : Exception(inner.GetBaseException().Message, inner);
