using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>The datasets that went into runs.</summary>
internal static class DatasetStore
{
    public static void Add(DatabaseWriter writer, long run, DatasetInput input)
    {
        var (connection, dataset) = (writer.Connection, input.Dataset);
        var experiment = connection.ExecuteScalar<long>("SELECT experiment FROM runs WHERE id = @run", new { run });
        var key = new { experiment, dataset.Name, dataset.Digest };
        connection.Execute(
            """
            INSERT OR IGNORE INTO datasets (experiment, name, digest, source_type, source, schema, profile)
            VALUES (@experiment, @Name, @Digest, @SourceType, @Source, @Schema, @Profile)
            """,
            new { experiment, dataset.Name, dataset.Digest, dataset.SourceType, dataset.Source, dataset.Schema, dataset.Profile });
        var row = connection.ExecuteScalar<long>(
            "SELECT id FROM datasets WHERE experiment = @experiment AND name = @Name AND digest = @Digest", key);
        connection.Execute("INSERT OR IGNORE INTO run_datasets (run, dataset) VALUES (@run, @row)", new { run, row });
        var link = connection.ExecuteScalar<long>(
            "SELECT id FROM run_datasets WHERE run = @run AND dataset = @row",
            new { run, row });
        foreach (var tag in input.Tags ?? [])
        {
            connection.Execute(
                "INSERT OR IGNORE INTO run_dataset_tags VALUES (@link, @Key, @Value)",
                new { link, tag.Key, tag.Value });
        }
    }

    /// <summary>The datasets of experiments, once for each use that a run made of them.</summary>
    public static IReadOnlyList<DatasetSummary> Summarize(SqliteConnection connection, IEnumerable<long> experiments) =>
        connection.Query<DatasetSummary>(
            """
            SELECT DISTINCT d.experiment AS ExperimentId, d.name AS Name, d.digest AS Digest, t.value AS Context
            FROM datasets d JOIN run_datasets l ON l.dataset = d.id
            LEFT JOIN run_dataset_tags t ON t.run_dataset = l.id AND t.key = 'mlflow.data.context'
            WHERE d.experiment IN (SELECT value FROM json_each(@list)) ORDER BY d.id LIMIT 1000
            """,
            new { list = RunStore.RowList(experiments) }).AsList();

    /// <summary>The inputs of runs, by the row of the run.</summary>
    /// <param name="list">The rows, from <see cref="RunStore.RowList"/>.</param>
    public static ILookup<long, DatasetInput> Read(SqliteConnection connection, string list)
    {
        var tags = connection.Query<(long Link, string Key, string Value)>(
                """
                SELECT t.run_dataset, t.key, t.value FROM run_dataset_tags t JOIN run_datasets l ON l.id = t.run_dataset
                WHERE l.run IN (SELECT value FROM json_each(@list)) ORDER BY t.rowid
                """,
                new { list })
            .ToLookup(row => row.Link, row => new KeyValue(row.Key, row.Value));
        return connection.Query<(long Run, long Link), Dataset, (long Run, DatasetInput Input)>(
                """
                SELECT l.run, l.id, d.name AS Name, d.digest AS Digest, d.source_type AS SourceType, d.source AS Source,
                    d.schema AS Schema, d.profile AS Profile
                FROM run_datasets l JOIN datasets d ON d.id = l.dataset
                WHERE l.run IN (SELECT value FROM json_each(@list)) ORDER BY l.id
                """,
                (link, dataset) => (link.Run, new DatasetInput(tags[link.Link].ToList().OrNull(), dataset)),
                new { list },
                splitOn: "Name")
            .ToLookup(row => row.Run, row => row.Input);
    }
}
