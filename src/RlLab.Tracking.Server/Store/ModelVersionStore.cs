using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>The versions of registered models.</summary>
internal static class ModelVersionStore
{
    private const string Select = """
        SELECT m.name AS Name, v.version AS Version, v.creation_time AS CreationTimestamp, v.last_update_time AS LastUpdatedTimestamp,
            v.stage AS CurrentStage, v.description AS Description, v.source AS Source, v.run_id AS RunId, v.run_link AS RunLink
        FROM model_versions v JOIN registered_models m ON m.id = v.model
        """;

    private static readonly string[] Stages = ["None", "Staging", "Production", "Archived"];

    /// <summary>Adds a version under a number that no other has had, however many were deleted since.</summary>
    /// <param name="location">Where the files of its source are, which may name another model.</param>
    public static ModelVersion Create(DatabaseWriter writer, long now, NewModelVersion created, ModelLocation location)
    {
        var model = RegisteredModelStore.GetRow(writer.Connection, created.Name);
        var version = writer.Connection.ExecuteScalar<long>(
            "UPDATE registered_models SET last_version = last_version + 1, last_update_time = @now WHERE id = @model RETURNING last_version",
            new { model, now });
        writer.Connection.Execute(
            """
            INSERT INTO model_versions
                (model, version, description, source, storage_location, run_id, run_link, stage, creation_time, last_update_time)
            VALUES (@model, @version, @Description, @Source, @Uri, @RunId, @RunLink, 'None', @now, @now)
            """,
            new { model, version, created.Description, created.Source, location.Uri, location.RunId, created.RunLink, now });
        var number = version.ToString(CultureInfo.InvariantCulture);
        foreach (var tag in created.Tags)
        {
            SetTag(writer, created.Name, number, tag);
        }

        return Get(writer.Connection, created.Name, number);
    }

    /// <summary>Where a version's files are: those of the model that its source names, or the source itself.</summary>
    public static string GetLocation(SqliteConnection connection, string name, string version) =>
        connection.ExecuteScalar<string>(
            "SELECT coalesce(storage_location, source) FROM model_versions WHERE id = @row",
            new { row = GetRow(connection, name, version) })!;

    public static ModelVersion Get(SqliteConnection connection, string name, string version) =>
        Read(connection, [GetRow(connection, name, version)]).Single();

    /// <summary>Versions in the order of their rows given.</summary>
    public static IReadOnlyList<ModelVersion> Read(SqliteConnection connection, IReadOnlyList<long> rows) =>
        [.. rows.Select(row => connection.QuerySingle<ModelVersion>($"{Select} WHERE v.id = @row", new { row }) with
        {
            Tags = connection.Query<KeyValue>(
                "SELECT key AS Key, value AS Value FROM model_version_tags WHERE version = @row ORDER BY rowid",
                new { row }).AsList().OrNull(),
            Aliases = connection.Query<string>(
                """
                SELECT a.alias FROM registered_model_aliases a
                JOIN model_versions v ON v.model = a.model AND v.version = a.version WHERE v.id = @row
                """,
                new { row }).AsList().OrNull(),
        })];

    /// <summary>The highest version in each stage.</summary>
    /// <param name="stages">The stages asked for; none for all.</param>
    public static IReadOnlyList<ModelVersion> Latest(SqliteConnection connection, long model, IReadOnlyList<string> stages)
    {
        var asked = stages.Select(CheckStage).ToList();
        var rows = connection.Query<(long Row, string Stage, long Version)>(
            "SELECT id, stage, max(version) FROM model_versions WHERE model = @model GROUP BY stage ORDER BY stage",
            new { model });
        return Read(connection, [.. rows.Where(row => asked.Count == 0 || asked.Contains(row.Stage)).Select(row => row.Row)]);
    }

    public static IReadOnlyList<long> Search(SqliteConnection connection, SearchSql sql, int offset, long limit)
    {
        var last = sql.IsOrdered ? "m.name, v.version DESC" : "v.last_update_time DESC, m.name, v.version DESC";
        return connection.Query<long>(
            $"""
            SELECT v.id FROM model_versions v JOIN registered_models m ON m.id = v.model {sql.Joins}
            WHERE {sql.Where} ORDER BY {sql.OrderBy(last)} LIMIT {limit} OFFSET {offset}
            """,
            sql.Parameters).AsList();
    }

    public static ModelVersion Update(DatabaseWriter writer, long now, string name, string version, string? description)
    {
        var row = GetRow(writer.Connection, name, version);
        writer.Connection.Execute(
            "UPDATE model_versions SET description = coalesce(@description, description), last_update_time = @now WHERE id = @row",
            new { row, description, now });
        return Get(writer.Connection, name, version);
    }

    public static ModelVersion Transition(
        DatabaseWriter writer, long now, string name, string version, string stage, bool archiveOthers)
    {
        var row = GetRow(writer.Connection, name, version);
        stage = CheckStage(stage);
        var model = RegisteredModelStore.GetRow(writer.Connection, name);
        if (archiveOthers)
        {
            writer.Connection.Execute(
                "UPDATE model_versions SET stage = 'Archived', last_update_time = @now WHERE model = @model AND stage = @stage AND id <> @row",
                new { model, stage, row, now });
        }

        writer.Connection.Execute(
            "UPDATE model_versions SET stage = @stage, last_update_time = @now WHERE id = @row",
            new { row, stage, now });
        Touch(writer, now, model);
        return Get(writer.Connection, name, version);
    }

    public static void Delete(DatabaseWriter writer, long now, string name, string version)
    {
        var row = GetRow(writer.Connection, name, version);
        var model = RegisteredModelStore.GetRow(writer.Connection, name);
        writer.Connection.Execute(
            """
            DELETE FROM registered_model_aliases WHERE model = @model AND version = (SELECT version FROM model_versions WHERE id = @row);
            DELETE FROM model_versions WHERE id = @row
            """,
            new { row, model });
        Touch(writer, now, model);
    }

    public static void SetTag(DatabaseWriter writer, string name, string version, KeyValue tag) => writer.Connection.Execute(
        "INSERT INTO model_version_tags VALUES (@row, @Key, @Value) ON CONFLICT (version, key) DO UPDATE SET value = excluded.value",
        new { row = GetRow(writer.Connection, name, version), tag.Key, tag.Value });

    public static void DeleteTag(DatabaseWriter writer, string name, string version, string key) => writer.Connection.Execute(
        "DELETE FROM model_version_tags WHERE version = @row AND key = @key",
        new { row = GetRow(writer.Connection, name, version), key });

    private static long GetRow(SqliteConnection connection, string name, string version)
    {
        if (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw MlflowError.Invalid($"Parameter 'version' must be an integer, got '{version}'.");
        }

        return connection.QuerySingleOrDefault<long?>(
            "SELECT v.id FROM model_versions v JOIN registered_models m ON m.id = v.model WHERE m.name = @name AND v.version = @number",
            new { name, number })
            ?? throw MlflowError.NotFound($"Model Version (name={name}, version={version}) not found");
    }

    private static string CheckStage(string stage) =>
        Stages.FirstOrDefault(known => known.Equals(stage, StringComparison.OrdinalIgnoreCase))
        ?? throw MlflowError.Invalid($"Invalid Model Version stage: {stage}. Value must be one of {string.Join(", ", Stages)}.");

    private static void Touch(DatabaseWriter writer, long now, long model) =>
        writer.Connection.Execute("UPDATE registered_models SET last_update_time = @now WHERE id = @model", new { now, model });
}

/// <summary>A version that is to be added.</summary>
internal sealed record NewModelVersion(
    string Name, string Source, string RunId, string RunLink, string Description, string ModelId, IReadOnlyList<KeyValue> Tags);
