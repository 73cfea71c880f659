using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Search;

namespace RlLab.Tracking.Server.Store;

/// <summary>The file <c>mlflow.db</c>: any number of readers, and one writer at a time, in this process and in others.</summary>
/// <remarks>
/// The write-ahead log lets readers go on while a writer writes. A commit is in the operating system's hands when it
/// returns, so it survives the end of the process; a power cut may cost the last moments, but never the file.
/// </remarks>
internal sealed class Database : IDisposable
{
    private readonly Lock _writing = new();
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly Dictionary<string, Statement> _prepared = [];

    static Database() => SQLitePCL.Batteries_V2.Init();

    private Database(string directory)
    {
        Directory = directory;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "mlflow.db") }.ToString();
        _writer = new SqliteConnection(_connectionString);
        _writer.Open();
    }

    public string Directory { get; }

    /// <summary>Opens the database of a folder, and creates both where they are missing.</summary>
    /// <exception cref="TrackingServerException">The folder or the file in it cannot be used.</exception>
    public static Database Open(string directory, TimeProvider clock)
    {
        directory = Path.GetFullPath(directory);
        Database? database = null;
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            database = new Database(directory);
            database.Configure("PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
            Schema.Migrate(database._writer, Path.Combine(directory, "mlflow.db"));
            database.Write(writer => ExperimentStore.CreateDefault(writer, clock));
            return database;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            database?.Dispose();
            throw new TrackingServerException(
                $"The results in {directory} cannot be opened: {error.Message.TrimEnd('.')}. "
                + "Make the folder writable, or choose another one.",
                error)
            {
                Directory = directory,
            };
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Reads, and sees one state of the results throughout.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        using var reading = BeginRead();
        return work(reading.Connection);
    }

    /// <summary>Begins to read on a connection of its own, as several threads of one request do; disposing ends it.</summary>
    public Reading BeginRead() => new(_connectionString);

    /// <summary>Writes all or, if it throws, nothing.</summary>
    public T Write<T>(Func<DatabaseWriter, T> work)
    {
        lock (_writing)
        {
            _writer.Execute("BEGIN IMMEDIATE");
            try
            {
                var result = work(new DatabaseWriter(_writer, _prepared));
                _writer.Execute("COMMIT TRANSACTION");
                return result;
            }
            catch
            {
                // SQLite itself has rolled back after some errors, a full disk among them.
                if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Handle) == 0)
                {
                    _writer.Execute("ROLLBACK TRANSACTION");
                }

                throw;
            }
        }
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action<DatabaseWriter> work) => Write<object?>(writer =>
    {
        work(writer);
        return null;
    });

    /// <summary>Sets one of SQLite's pragmas on the writing connection.</summary>
    public void Configure(string pragma)
    {
        lock (_writing)
        {
            _writer.Execute(pragma);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _writer.Dispose();
        using var pool = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pool);
    }
}

/// <summary>A connection that sees one state of the results throughout.</summary>
/// <remarks>Dapper takes a statement of one word for the name of a procedure: hence the second words.</remarks>
internal sealed class Reading : IDisposable
{
    public Reading(string connectionString)
    {
        Connection = new SqliteConnection(connectionString);
        try
        {
            Connection.Open();
            SearchFunctions.AddTo(Connection);
            Connection.Execute("BEGIN DEFERRED");
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    public SqliteConnection Connection { get; }

    public void Dispose()
    {
        try
        {
            Connection.Execute("ROLLBACK TRANSACTION");
        }
        finally
        {
            Connection.Dispose();
        }
    }
}
