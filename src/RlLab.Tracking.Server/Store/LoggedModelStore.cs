using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>Models that runs logged.</summary>
internal static class LoggedModelStore
{
    private const string Columns = """
        g.model_id AS ModelId, g.experiment AS ExperimentId, g.name AS Name, g.creation_time AS CreationTimestampMs,
        g.last_update_time AS LastUpdatedTimestampMs, g.artifact_uri AS ArtifactUri, g.status AS Status, g.model_type AS ModelType,
        g.source_run_id AS SourceRunId
        """;

    private const string VersionsTag = "mlflow.modelVersions";

    private static readonly JsonSerializerOptions PlainText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static LoggedModel Create(
        DatabaseWriter writer,
        long now,
        string experimentId,
        string name,
        string type,
        string? run,
        IEnumerable<KeyValue> parameters,
        IEnumerable<KeyValue> tags)
    {
        var experiment = ExperimentStore.GetActive(writer.Connection, experimentId);
        var modelId = $"m-{Guid.NewGuid():N}";
        var uri = ArtifactLocation.Append(experiment.ArtifactLocation, $"models/{modelId}/artifacts");
        writer.Connection.Execute(
            """
            INSERT INTO logged_models (model_id, experiment, name, model_type, status, source_run_id, artifact_uri, creation_time, last_update_time)
            VALUES (@modelId, @ExperimentId, @name, @type, 'LOGGED_MODEL_PENDING', @run, @uri, @now, @now)
            """,
            new { modelId, experiment.ExperimentId, name, type, run, uri, now });
        AddParameters(writer, modelId, parameters);
        SetTags(writer, now, modelId, tags);
        return Get(writer.Connection, modelId);
    }

    public static LoggedModel Get(SqliteConnection connection, string modelId) =>
        Read(connection, [GetRow(connection, modelId)]).Single();

    /// <summary>Models in the order of their rows given.</summary>
    public static IReadOnlyList<LoggedModel> Read(SqliteConnection connection, IReadOnlyList<long> rows) =>
        [.. rows.Select(row => new LoggedModel(
            connection.QuerySingle<LoggedModelInfo>($"SELECT {Columns} FROM logged_models g WHERE g.id = @row", new { row }) with
            {
                Tags = Pairs(connection, "logged_model_tags", row),
            },
            new LoggedModelData(Pairs(connection, "logged_model_params", row), LoggedModelMetricStore.Read(connection, row))))];

    public static LoggedModel Finish(DatabaseWriter writer, long now, string modelId, string status)
    {
        var row = GetRow(writer.Connection, modelId);
        writer.Connection.Execute(
            "UPDATE logged_models SET status = @status, last_update_time = @now WHERE id = @row",
            new { row, status, now });
        return Get(writer.Connection, modelId);
    }

    public static void Delete(DatabaseWriter writer, string modelId) =>
        writer.Connection.Execute("DELETE FROM logged_models WHERE id = @row", new { row = GetRow(writer.Connection, modelId) });

    public static void AddParameters(DatabaseWriter writer, string modelId, IEnumerable<KeyValue> parameters)
    {
        var row = GetRow(writer.Connection, modelId);
        foreach (var parameter in parameters)
        {
            writer.Connection.Execute(
                "INSERT OR IGNORE INTO logged_model_params VALUES (@row, @Key, @Value)",
                new { row, parameter.Key, parameter.Value });
        }
    }

    public static LoggedModel SetTags(DatabaseWriter writer, long now, string modelId, IEnumerable<KeyValue> tags)
    {
        var row = GetRow(writer.Connection, modelId);
        foreach (var tag in tags)
        {
            writer.Connection.Execute(
                "INSERT INTO logged_model_tags VALUES (@row, @Key, @Value) ON CONFLICT (model, key) DO UPDATE SET value = excluded.value",
                new { row, tag.Key, tag.Value });
        }

        writer.Connection.Execute("UPDATE logged_models SET last_update_time = @now WHERE id = @row", new { row, now });
        return Get(writer.Connection, modelId);
    }

    /// <summary>Writes into a tag of a model that it became a version of a registered one.</summary>
    public static void AddVersion(DatabaseWriter writer, long now, string modelId, ModelVersion version)
    {
        var known = writer.Connection.ExecuteScalar<string>(
            "SELECT value FROM logged_model_tags WHERE model = @row AND key = @VersionsTag",
            new { row = GetRow(writer.Connection, modelId), VersionsTag });
        var name = JsonSerializer.Serialize(version.Name, PlainText);
        var item = $"{{\"name\": {name}, \"version\": {version.Version}}}";
        var value = known is { Length: > 2 } && known.EndsWith(']') ? $"{known[..^1]}, {item}]" : $"[{item}]";
        SetTags(writer, now, modelId, [new KeyValue(VersionsTag, value)]);
    }

    public static void DeleteTag(DatabaseWriter writer, string modelId, string key)
    {
        var row = GetRow(writer.Connection, modelId);
        if (writer.Connection.Execute("DELETE FROM logged_model_tags WHERE model = @row AND key = @key", new { row, key }) == 0)
        {
            throw MlflowError.NotFound($"No tag with key '{key}' found for model with ID '{modelId}'.");
        }
    }

    public static long GetRow(SqliteConnection connection, string modelId) =>
        connection.QuerySingleOrDefault<long?>("SELECT id FROM logged_models WHERE model_id = @modelId", new { modelId })
        ?? throw MlflowError.NotFound($"Logged model with ID '{modelId}' not found.");

    private static IReadOnlyList<KeyValue>? Pairs(SqliteConnection connection, string table, long row) =>
        connection.Query<KeyValue>($"SELECT key AS Key, value AS Value FROM {table} WHERE model = @row ORDER BY rowid", new { row })
            .AsList().OrNull();
}
