using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>The models of the registry, their tags and aliases.</summary>
internal static class RegisteredModelStore
{
    private const string Columns =
        "m.name AS Name, m.creation_time AS CreationTimestamp, m.last_update_time AS LastUpdatedTimestamp, m.description AS Description";

    public static RegisteredModel Create(
        DatabaseWriter writer, long now, string name, string description, IEnumerable<KeyValue> tags)
    {
        var added = writer.Connection.Execute(
            "INSERT OR IGNORE INTO registered_models (name, description, creation_time, last_update_time) VALUES (@name, @description, @now, @now)",
            new { name, description, now });
        if (added == 0)
        {
            throw MlflowError.Exists($"Registered Model (name={name}) already exists.");
        }

        foreach (var tag in tags)
        {
            SetTag(writer, name, tag);
        }

        return Get(writer.Connection, name);
    }

    public static long GetRow(SqliteConnection connection, string name) =>
        connection.QuerySingleOrDefault<long?>("SELECT id FROM registered_models WHERE name = @name", new { name })
        ?? throw MlflowError.NotFound($"Registered Model with name={name} not found");

    public static RegisteredModel Get(SqliteConnection connection, string name) => Read(connection, GetRow(connection, name));

    /// <summary>Models with their latest versions, in the order of their rows given.</summary>
    public static IReadOnlyList<RegisteredModel> Read(SqliteConnection connection, IReadOnlyList<long> rows) =>
        [.. rows.Select(row => Read(connection, row))];

    public static IReadOnlyList<long> Search(SqliteConnection connection, SearchSql sql, int offset, long limit) =>
        connection.Query<long>(
            $"SELECT m.id FROM registered_models m {sql.Joins} WHERE {sql.Where} ORDER BY {sql.OrderBy("m.name")} LIMIT {limit} OFFSET {offset}",
            sql.Parameters).AsList();

    public static RegisteredModel Update(DatabaseWriter writer, long now, string name, string? newName, string? description)
    {
        var row = GetRow(writer.Connection, name);
        if (newName is not null && newName != name && writer.Connection.ExecuteScalar<bool>(
                "SELECT count(*) FROM registered_models WHERE name = @newName", new { newName }))
        {
            throw MlflowError.Exists($"Registered Model (name={newName}) already exists.");
        }

        writer.Connection.Execute(
            """
            UPDATE registered_models
            SET name = coalesce(@newName, name), description = coalesce(@description, description), last_update_time = @now
            WHERE id = @row
            """,
            new { row, newName, description, now });
        return Read(writer.Connection, row);
    }

    public static void Delete(DatabaseWriter writer, string name) =>
        writer.Connection.Execute("DELETE FROM registered_models WHERE id = @row", new { row = GetRow(writer.Connection, name) });

    public static void SetTag(DatabaseWriter writer, string name, KeyValue tag) => writer.Connection.Execute(
        "INSERT INTO registered_model_tags VALUES (@row, @Key, @Value) ON CONFLICT (model, key) DO UPDATE SET value = excluded.value",
        new { row = GetRow(writer.Connection, name), tag.Key, tag.Value });

    public static void DeleteTag(DatabaseWriter writer, string name, string key) => writer.Connection.Execute(
        "DELETE FROM registered_model_tags WHERE model = @row AND key = @key",
        new { row = GetRow(writer.Connection, name), key });

    public static void SetAlias(DatabaseWriter writer, string name, string alias, string version)
    {
        var number = ModelVersionStore.Get(writer.Connection, name, version).Version;
        writer.Connection.Execute(
            "INSERT INTO registered_model_aliases VALUES (@row, @alias, @number) ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version",
            new { row = GetRow(writer.Connection, name), alias, number });
    }

    public static void DeleteAlias(DatabaseWriter writer, string name, string alias) => writer.Connection.Execute(
        "DELETE FROM registered_model_aliases WHERE model = @row AND alias = @alias",
        new { row = GetRow(writer.Connection, name), alias });

    public static ModelVersion GetByAlias(SqliteConnection connection, string name, string alias)
    {
        var version = connection.QuerySingleOrDefault<long?>(
            "SELECT version FROM registered_model_aliases WHERE model = @row AND alias = @alias",
            new { row = GetRow(connection, name), alias })
            ?? throw MlflowError.Invalid($"Registered model alias {alias} not found.");
        return ModelVersionStore.Get(connection, name, version.ToString());
    }

    private static RegisteredModel Read(SqliteConnection connection, long row)
    {
        var model = connection.QuerySingle<RegisteredModel>($"SELECT {Columns} FROM registered_models m WHERE m.id = @row", new { row });
        return model with
        {
            Description = model.Description is "" ? null : model.Description,
            LatestVersions = ModelVersionStore.Latest(connection, row, []).Select(version => version with { Aliases = null }).ToList().OrNull(),
            Tags = connection.Query<KeyValue>(
                "SELECT key AS Key, value AS Value FROM registered_model_tags WHERE model = @row ORDER BY rowid",
                new { row }).AsList().OrNull(),
            Aliases = connection.Query<ModelAlias>(
                "SELECT alias AS Alias, version AS Version FROM registered_model_aliases WHERE model = @row ORDER BY rowid",
                new { row }).AsList().OrNull(),
        };
    }
}
