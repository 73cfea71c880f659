using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Store;

/// <summary>Experiments and their tags.</summary>
internal static class ExperimentStore
{
    public const string Columns = """
        e.id AS ExperimentId, e.name AS Name, e.artifact_location AS ArtifactLocation, e.lifecycle_stage AS LifecycleStage,
        e.last_update_time AS LastUpdateTime, e.creation_time AS CreationTime
        """;

    /// <summary>The experiment 0, which MLflow's clients take to be there.</summary>
    public static void CreateDefault(DatabaseWriter writer, TimeProvider clock) =>
        writer.Connection.Execute(
            "INSERT OR IGNORE INTO experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', @now, @now)",
            new { now = Now(clock) });

    public static long Create(DatabaseWriter writer, TimeProvider clock, string name, string? artifactLocation)
    {
        if (writer.Connection.ExecuteScalar<bool>("SELECT count(*) FROM experiments WHERE name = @name", new { name }))
        {
            throw MlflowError.Exists($"Experiment(name={name}) already exists. It may be a deleted one: restore it, or choose another name.");
        }

        var id = writer.Connection.ExecuteScalar<long>("SELECT max(id) + 1 FROM experiments");
        writer.Connection.Execute(
            "INSERT INTO experiments VALUES (@id, @name, @location, 'active', @now, @now)",
            new { id, name, location = artifactLocation ?? $"mlflow-artifacts:/{id}", now = Now(clock) });
        return id;
    }

    /// <summary>The number behind an experiment's id.</summary>
    public static long ParseId(string id) =>
        long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw MlflowError.Invalid($"Invalid experiment ID '{id}'. Experiment ID must be a valid integer.");

    public static Experiment Get(SqliteConnection connection, string id) =>
        Find(connection, "e.id = @id", new { id = ParseId(id) }) ?? throw Unknown(id);

    public static Experiment? FindByName(SqliteConnection connection, string name) =>
        Find(connection, "e.name = @name", new { name });

    public static Experiment GetActive(SqliteConnection connection, string id)
    {
        var experiment = Get(connection, id);
        return experiment.LifecycleStage == LifecycleStage.Active
            ? experiment
            : throw MlflowError.Invalid(
                $"The experiment {id} must be in the 'active' state. Current state is {experiment.LifecycleStage}.");
    }

    public static void Rename(DatabaseWriter writer, TimeProvider clock, string id, string name)
    {
        var experiment = GetActive(writer.Connection, id);
        if (FindByName(writer.Connection, name) is { } other && other.ExperimentId != experiment.ExperimentId)
        {
            throw MlflowError.Exists($"Experiment(name={name}) already exists.");
        }

        writer.Connection.Execute(
            "UPDATE experiments SET name = @name, last_update_time = @now WHERE id = @id",
            new { id = ParseId(id), name, now = Now(clock) });
    }

    /// <summary>Deletes or restores an experiment together with its runs.</summary>
    public static void Move(DatabaseWriter writer, TimeProvider clock, string id, string from, string to)
    {
        var changed = writer.Connection.Execute(
            "UPDATE experiments SET lifecycle_stage = @to, last_update_time = @now WHERE id = @id AND lifecycle_stage = @from",
            new { id = ParseId(id), from, to, now = Now(clock) });
        if (changed == 0)
        {
            throw Unknown(id);
        }

        writer.Connection.Execute(
            "UPDATE runs SET lifecycle_stage = @to, version = (SELECT max(version) + 1 FROM runs) WHERE experiment = @id",
            new { id = ParseId(id), to });
    }

    public static void SetTag(DatabaseWriter writer, TimeProvider clock, string id, KeyValue tag)
    {
        GetActive(writer.Connection, id);
        writer.Connection.Execute(
            "INSERT INTO experiment_tags VALUES (@id, @Key, @Value) ON CONFLICT (experiment, key) DO UPDATE SET value = excluded.value",
            new { id = ParseId(id), tag.Key, tag.Value });
        writer.Connection.Execute(
            "UPDATE experiments SET last_update_time = @now WHERE id = @id",
            new { id = ParseId(id), now = Now(clock) });
    }

    public static void DeleteTag(DatabaseWriter writer, string id, string key)
    {
        GetActive(writer.Connection, id);
        if (writer.Connection.Execute(
            "DELETE FROM experiment_tags WHERE experiment = @id AND key = @key",
            new { id = ParseId(id), key }) == 0)
        {
            throw MlflowError.NotFound($"No tag with name: {key} in experiment with id {id}");
        }
    }

    /// <summary>Adds the tags to experiments that were read without them.</summary>
    public static IReadOnlyList<Experiment> WithTags(SqliteConnection connection, IEnumerable<Experiment> experiments) =>
        [.. experiments.Select(experiment => experiment with
        {
            Tags = connection.Query<KeyValue>(
                "SELECT key AS Key, value AS Value FROM experiment_tags WHERE experiment = @id ORDER BY rowid",
                new { id = experiment.ExperimentId }).AsList().OrNull(),
        })];

    private static Experiment? Find(SqliteConnection connection, string condition, object parameters) =>
        WithTags(connection, connection.Query<Experiment>($"SELECT {Columns} FROM experiments e WHERE {condition}", parameters)).SingleOrDefault();

    private static MlflowError Unknown(string id) => MlflowError.NotFound($"No Experiment with id={id} exists");

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
