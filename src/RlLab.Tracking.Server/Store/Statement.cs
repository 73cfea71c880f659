using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RlLab.Tracking.Server.Store;

/// <summary>A prepared statement without the weight of a command, for what is done for each point of a batch or of a curve.</summary>
/// <remarks>Parameters are <c>?1</c>, <c>?2</c> and so on, and keep their values; columns are counted from 0.</remarks>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    public Statement Bind(int parameter, long value)
    {
        raw.sqlite3_bind_int64(_statement, parameter, value);
        return this;
    }

    public Statement Bind(int parameter, long? value) => value is { } known ? Bind(parameter, known) : BindNull(parameter);

    public Statement Bind(int parameter, double value)
    {
        raw.sqlite3_bind_double(_statement, parameter, value);
        return this;
    }

    public Statement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        raw.sqlite3_bind_text(_statement, parameter, value);
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_statement, parameter, value);
        return this;
    }

    /// <summary>Goes to the next row, or ends where there is none. What is not read to its end must be <see cref="Reset"/>.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
        SqliteException.ThrowExceptionForRC(code, _database);
        return false;
    }

    /// <summary>Does it, and tells how many rows were changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_database);
    }

    /// <summary>The first row's number in the first column, or null where there is no row.</summary>
    public long? Number()
    {
        long? number = Step() ? Whole(0) : null;
        Reset();
        return number;
    }

    private Statement BindNull(int parameter)
    {
        raw.sqlite3_bind_null(_statement, parameter);
        return this;
    }

    public long Whole(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Real(int column) => raw.sqlite3_column_double(_statement, column);

    /// <summary>Bytes that are there until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();
}
