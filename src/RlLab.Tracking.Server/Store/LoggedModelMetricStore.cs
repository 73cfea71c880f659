using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>The points of logged models: each is a point of a run as well, which said of which model it is.</summary>
internal static class LoggedModelMetricStore
{
    /// <summary>Adds points to their models; one that is there already changes nothing.</summary>
    /// <param name="runId">The run that logs them.</param>
    public static void Add(DatabaseWriter writer, string runId, IReadOnlyList<ModelMetric> points)
    {
        foreach (var point in points)
        {
            writer.Connection.Execute(
                """
                INSERT OR IGNORE INTO logged_model_metrics
                    (model, run_id, key, timestamp, step, value, is_nan, dataset_name, dataset_digest)
                VALUES (@model, @runId, @Key, @Timestamp, @Step, @value, @isNaN, @DatasetName, @DatasetDigest)
                """,
                new
                {
                    model = LoggedModelStore.GetRow(writer.Connection, point.ModelId),
                    runId,
                    point.Key,
                    point.Timestamp,
                    point.Step,
                    value = PointValue.Stored(point.Value),
                    isNaN = double.IsNaN(point.Value),
                    point.DatasetName,
                    point.DatasetDigest,
                });
        }
    }

    /// <summary>The points of a model in the order in which they were logged, or null where it has none.</summary>
    public static IReadOnlyList<ModelMetric>? Read(SqliteConnection connection, long model) =>
        connection.Query<Row>(
                """
                SELECT m.key AS Key, m.value AS Value, m.is_nan AS IsNaN, m.timestamp AS Timestamp, m.step AS Step, g.model_id AS ModelId,
                    m.dataset_name AS DatasetName, m.dataset_digest AS DatasetDigest, m.run_id AS RunId
                FROM logged_model_metrics m JOIN logged_models g ON g.id = m.model WHERE m.model = @model ORDER BY m.id
                """,
                new { model })
            .Select(row => row.ToMetric()).ToList().OrNull();

    private sealed record Row(
        string Key, double Value, long IsNaN, long Timestamp, long Step, string ModelId, string? DatasetName, string? DatasetDigest, string RunId)
    {
        public ModelMetric ToMetric() =>
            new(Key, IsNaN == 0 ? Value : double.NaN, Timestamp, Step, ModelId, DatasetName, DatasetDigest, RunId);
    }
}
