using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Store;

/// <summary>The connection inside a write, with statements that stay prepared from one write to the next.</summary>
internal readonly struct DatabaseWriter(SqliteConnection connection, Dictionary<string, Statement> prepared)
{
    public SqliteConnection Connection => connection;

    /// <summary>The row that was inserted last.</summary>
    public long NewestRow => SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>A statement for use within this write.</summary>
    public Statement Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            prepared.Add(sql, statement = new Statement(connection, sql));
        }

        return statement;
    }
}
