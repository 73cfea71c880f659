using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>Runs themselves: created, renamed, ended, deleted, read.</summary>
internal static class RunStore
{
    public const string NameTag = "mlflow.runName";
    public const string ParentTag = "mlflow.parentRunId";

    private const string Columns = """
        r.run_id AS RunUuid, r.experiment AS ExperimentId, r.name AS RunName, r.user_id AS UserId, r.status AS Status,
        r.start_time AS StartTime, r.end_time AS EndTime, r.artifact_uri AS ArtifactUri, r.lifecycle_stage AS LifecycleStage
        """;

    public static Run Create(
        DatabaseWriter writer, string experimentId, string name, string userId, long startTime, IReadOnlyList<KeyValue> tags)
    {
        var experiment = ExperimentStore.GetActive(writer.Connection, experimentId);
        var runId = Guid.NewGuid().ToString("N");
        var uri = ArtifactLocation.Append(experiment.ArtifactLocation, $"{runId}/artifacts");
        writer.Prepare(
            """
            INSERT INTO runs (run_id, experiment, name, user_id, status, start_time, artifact_uri, lifecycle_stage, version)
            VALUES (?1, ?2, ?3, ?4, 'RUNNING', ?5, ?6, 'active', (SELECT coalesce(max(version), 0) + 1 FROM runs))
            """)
            .Bind(1, runId).Bind(2, experiment.ExperimentId).Bind(3, name).Bind(4, userId).Bind(5, startTime).Bind(6, uri).Run();
        var run = writer.NewestRow;
        var kept = new OrderedDictionary<string, string>();
        foreach (var tag in tags)
        {
            LogStore.SetTag(writer, run, tag);
            kept[tag.Key] = tag.Value;
        }

        // All that it is was said by whoever created it: nothing has to be read back.
        var info = new RunInfo(
            runId,
            experiment.ExperimentId,
            kept.GetValueOrDefault(NameTag, name),
            userId,
            "RUNNING",
            startTime,
            EndTime: null,
            uri,
            LifecycleStage.Active);
        var data = new RunData(null, null, OrNull(kept.Select(tag => new KeyValue(tag.Key, tag.Value))));
        return new Run(info, data, new RunInputs(null, null), Outputs: null);
    }

    /// <summary>The row of a run that is about to be written to, which gives it the newest version.</summary>
    public static long GetActiveRow(DatabaseWriter writer, string runId)
    {
        var touch = writer.Prepare(
            """
            UPDATE runs SET version = (SELECT max(version) + 1 FROM runs) WHERE run_id = ?1 AND lifecycle_stage = 'active' RETURNING id
            """);
        if (touch.Bind(1, runId).Number() is { } row)
        {
            return row;
        }

        var (_, stage) = GetRow(writer.Connection, runId);
        throw MlflowError.Invalid($"The run {runId} must be in the 'active' state. Current state is {stage}.");
    }

    /// <summary>The version of the run that was written to last; 0 where there is none.</summary>
    public static long NewestVersion(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT coalesce(max(version), 0) FROM runs");

    public static (long Row, string Stage) GetRow(SqliteConnection connection, string runId) =>
        connection.QuerySingleOrDefault<(long, string)?>("SELECT id, lifecycle_stage FROM runs WHERE run_id = @runId", new { runId })
        ?? throw MlflowError.NotFound($"Run with id={runId} not found");

    public static Run Get(SqliteConnection connection, string runId)
    {
        var (row, _) = GetRow(connection, runId);
        return Read(connection, [row]).Single();
    }

    public static RunInfo GetInfo(SqliteConnection connection, string runId)
    {
        var (row, _) = GetRow(connection, runId);
        return ReadInfos(connection, [row]).Single().Value;
    }

    public static RunInfo Update(DatabaseWriter writer, string runId, string? status, long? endTime, string? name)
    {
        var row = GetActiveRow(writer, runId);

        // A run that was taken up has no end until it ends again.
        writer.Prepare(
            """
            UPDATE runs SET status = coalesce(?2, status),
                end_time = CASE WHEN ?2 IN ('RUNNING', 'SCHEDULED') THEN ?3 ELSE coalesce(?3, end_time) END
            WHERE id = ?1
            """)
            .Bind(1, row).Bind(2, status).Bind(3, endTime).Run();
        if (!string.IsNullOrEmpty(name))
        {
            LogStore.SetTag(writer, row, new KeyValue(NameTag, name));
        }

        return GetInfo(writer.Connection, runId);
    }

    /// <summary>Deletes or restores a run; doing so again changes nothing.</summary>
    public static void Move(DatabaseWriter writer, string runId, string stage)
    {
        var (row, _) = GetRow(writer.Connection, runId);
        writer.Connection.Execute(
            "UPDATE runs SET lifecycle_stage = @stage, version = (SELECT max(version) + 1 FROM runs) WHERE id = @row AND lifecycle_stage <> @stage",
            new { row, stage });
    }

    /// <summary>Runs with all that they hold, in the order of their rows given.</summary>
    public static IReadOnlyList<Run> Read(SqliteConnection connection, IReadOnlyList<long> rows)
    {
        var infos = ReadInfos(connection, rows);
        var list = RowList(rows);
        var metrics = connection.Query<(long Run, string Key, double Value, long Timestamp, long Step, bool IsNaN)>(
                "SELECT run, key, value, timestamp, step, is_nan FROM series WHERE run IN (SELECT value FROM json_each(@list)) ORDER BY id",
                new { list })
            .ToLookup(row => row.Run, row => new MetricPoint(row.Key, row.IsNaN ? double.NaN : row.Value, row.Timestamp, row.Step));
        var parameters = ReadPairs(connection, "params", list);
        var tags = ReadPairs(connection, "tags", list);
        var inputs = DatasetStore.Read(connection, list);
        var models = connection.Query<(long Run, string ModelId, string Direction, long Step)>(
                "SELECT run, model_id, direction, step FROM run_models WHERE run IN (SELECT value FROM json_each(@list)) ORDER BY rowid",
                new { list })
            .ToLookup(row => (row.Run, row.Direction));

        return [.. rows.Select(row => new Run(
            infos[row],
            new RunData(OrNull(metrics[row]), OrNull(parameters[row]), OrNull(tags[row])),
            new RunInputs(OrNull(inputs[row]), OrNull(models[(row, "in")].Select(model => new ModelInput(model.ModelId)))),
            new RunOutputs(OrNull(models[(row, "out")].Select(model => new ModelOutput(model.ModelId, model.Step))))))];
    }

    /// <summary>A list of rows as one parameter of a statement, read back there with <c>json_each</c>.</summary>
    public static string RowList(IEnumerable<long> rows) => $"[{string.Join(',', rows)}]";

    /// <summary>What runs are, by their rows.</summary>
    public static Dictionary<long, RunInfo> ReadInfos(SqliteConnection connection, IReadOnlyList<long> rows) =>
        connection.Query<long, RunInfo, KeyValuePair<long, RunInfo>>(
                $"SELECT r.id AS Row, {Columns} FROM runs r WHERE r.id IN (SELECT value FROM json_each(@list))",
                (row, info) => new(row, info),
                new { list = RowList(rows) },
                splitOn: "RunUuid")
            .ToDictionary();

    private static ILookup<long, KeyValue> ReadPairs(SqliteConnection connection, string table, string list) =>
        connection.Query<(long Run, string Key, string Value)>(
                $"SELECT run, key, value FROM {table} WHERE run IN (SELECT value FROM json_each(@list)) ORDER BY rowid",
                new { list })
            .ToLookup(row => row.Run, row => new KeyValue(row.Key, row.Value));

    private static IReadOnlyList<T>? OrNull<T>(IEnumerable<T> items) => items.ToList().OrNull();
}
