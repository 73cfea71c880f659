using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Store;

/// <summary>The connection inside a write, with statements that stay prepared from one write to the next.</summary>
internal readonly struct DatabaseWriter(SqliteConnection connection, Dictionary<string, SqliteCommand> prepared)
{
    public SqliteConnection Connection => connection;

    /// <summary>A statement with parameters <c>$1</c>, <c>$2</c> and so on, for use within this write.</summary>
    public SqliteCommand Prepare(string sql, int parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var number = 1; number <= parameters; number++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + number });
            }

            prepared.Add(sql, command);
        }

        return command;
    }
}
