using Dapper;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Store;

/// <summary>What the pages show beyond what the API tells.</summary>
internal static class OverviewStore
{
    /// <summary>The tag of a run or an experiment that is out of sight, and otherwise as it was.</summary>
    public const string ArchivedTag = "rllab.archived";

    /// <summary>The tag by which a sweep's own run and those below it name the sweep.</summary>
    public const string SweepTag = "rllab.sweep";

    /// <summary>The tag of a sweep's own run that says what it came to, in a sentence.</summary>
    public const string VerdictTag = "rllab.verdict";

    /// <summary>The tag of a sweep's runs with the number of their setting.</summary>
    public const string TrialTag = "rllab.trial";

    /// <summary>All experiments with their counts, the latest activity first.</summary>
    public static IReadOnlyList<ExperimentOverview> ReadExperiments(SqliteConnection connection) =>
        connection.Query<ExperimentOverview>(
            """
            WITH found AS (
                SELECT e.*,
                    (SELECT r.id FROM runs r JOIN tags t ON t.run = r.id AND t.key = @sweep
                        WHERE r.experiment = e.id AND r.lifecycle_stage = 'active' AND r.end_time IS NOT NULL
                            AND NOT EXISTS (SELECT 1 FROM tags x WHERE x.run = r.id AND x.key = @trial)
                        ORDER BY r.start_time DESC LIMIT 1) AS last_sweep
                FROM experiments e)
            SELECT e.id AS Id, e.name AS Name, e.creation_time AS Created, e.lifecycle_stage AS LifecycleStage,
                (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active') AS Runs,
                (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active' AND r.status = 'RUNNING') AS Running,
                (SELECT count(*) FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active' AND r.status = 'FAILED') AS Failed,
                (SELECT max(max(r.start_time, coalesce(r.end_time, 0), coalesce((SELECT max(s.timestamp) FROM series s WHERE s.run = r.id), 0)))
                    FROM runs r WHERE r.experiment = e.id AND r.lifecycle_stage = 'active') AS LastActivity,
                (SELECT t.value FROM experiment_tags t WHERE t.experiment = e.id AND t.key = @archived) AS Archived,
                (SELECT t.value FROM experiment_tags t WHERE t.experiment = e.id AND t.key = @note) AS Question,
                (SELECT r.run_id FROM runs r WHERE r.id = e.last_sweep) AS SweepId,
                (SELECT r.name FROM runs r WHERE r.id = e.last_sweep) AS SweepName,
                (SELECT r.end_time FROM runs r WHERE r.id = e.last_sweep) AS SweepEnd,
                (SELECT t.value FROM tags t WHERE t.run = e.last_sweep AND t.key = @verdict) AS SweepVerdict,
                (SELECT t.value FROM tags t WHERE t.run = e.last_sweep AND t.key = @note) AS SweepNote
            FROM found e ORDER BY coalesce(LastActivity, 0) DESC, e.id DESC
            """,
            new { sweep = SweepTag, trial = TrialTag, archived = ArchivedTag, note = Pages.Note.Tag, verdict = VerdictTag }).AsList();

    /// <summary>How many runs name this one as their parent.</summary>
    public static long CountChildren(SqliteConnection connection, string runId) =>
        connection.ExecuteScalar<long>(
            """
            SELECT count(*) FROM runs p JOIN runs r ON r.experiment = p.experiment JOIN tags t ON t.run = r.id AND t.key = @tag AND t.value = p.run_id
            WHERE p.run_id = @runId AND r.lifecycle_stage = 'active' AND r.id <> p.id
            """,
            new { runId, tag = RunStore.ParentTag });

    /// <summary>The first step at which each metric of a run is NaN or infinite, and how many of its points are; the earliest first.</summary>
    public static IReadOnlyList<NonFiniteStart> ReadNonFinite(SqliteConnection connection, string runId) =>
        connection.Query<NonFiniteStart>(
            """
            SELECT s.key AS Metric, min(p.step) AS Step, count(*) AS Count
            FROM runs r JOIN series s ON s.run = r.id JOIN points p ON p.series = s.id
            WHERE r.run_id = @runId AND (p.is_nan = 1 OR abs(p.value) >= 1.7976931348623157e308)
            GROUP BY s.id ORDER BY min(p.step), s.key
            """,
            new { runId }).AsList();

    /// <summary>The names of what the runs of an experiment logged. Sweeps' own runs are left out: they say how, not what was tried.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="parent">The run whose runs are meant alone; null for all.</param>
    public static Catalog ReadCatalog(SqliteConnection connection, long experiment, string? parent = null)
    {
        const string Runs = """
            WITH parents AS (
                SELECT DISTINCT t.value AS run_id FROM tags t JOIN runs c ON c.id = t.run WHERE t.key = @tag AND c.experiment = @experiment),
            tried AS (
                SELECT r.id FROM runs r WHERE r.experiment = @experiment AND r.run_id NOT IN (SELECT run_id FROM parents)
                    AND (@parent IS NULL OR EXISTS (SELECT 1 FROM tags t WHERE t.run = r.id AND t.key = @tag AND t.value = @parent)))
            """;
        var arguments = new { experiment, parent, tag = RunStore.ParentTag };
        return new Catalog(
            connection.Query<CatalogParameter>(
                $"""
                {Runs} SELECT p.key AS Name, count(DISTINCT p.value) AS "Values" FROM tried r JOIN params p ON p.run = r.id
                GROUP BY p.key ORDER BY min(p.rowid)
                """,
                arguments).AsList(),
            connection.Query<string>($"{Runs} SELECT DISTINCT s.key FROM tried r JOIN series s ON s.run = r.id ORDER BY s.key", arguments).AsList(),
            connection.Query<string>($"{Runs} SELECT DISTINCT t.key FROM tried r JOIN tags t ON t.run = r.id ORDER BY t.key", arguments).AsList());
    }
}

/// <summary>Where a metric began not to be finite.</summary>
/// <remarks>Not positional, as <see cref="ExperimentOverview"/>.</remarks>
internal sealed record NonFiniteStart
{
    public string Metric { get; init; } = "";

    public long Step { get; init; }

    /// <summary>How many of its points are not finite.</summary>
    public long Count { get; init; }
}

/// <summary>What runs logged, by name.</summary>
internal sealed record Catalog(IReadOnlyList<CatalogParameter> Params, IReadOnlyList<string> Metrics, IReadOnlyList<string> Tags);

/// <summary>A parameter, and how many values it has among runs.</summary>
/// <remarks>Not positional, as <see cref="ExperimentOverview"/>.</remarks>
internal sealed record CatalogParameter
{
    public string Name { get; init; } = "";

    public long Values { get; init; }
}

/// <summary>An experiment in the list of experiments.</summary>
/// <remarks>Not positional: Dapper could not match computed columns, whose type SQLite tells only by a value that is there.</remarks>
internal sealed record ExperimentOverview
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string LifecycleStage { get; init; } = "";

    public long Created { get; init; }

    public long Runs { get; init; }

    public long Running { get; init; }

    public long Failed { get; init; }

    /// <summary>When a run last started, ended or logged a point, or null where there is none.</summary>
    public long? LastActivity { get; init; }

    /// <summary>"true" where it is out of sight.</summary>
    public string? Archived { get; init; }

    /// <summary>What the experiment asks: its note.</summary>
    public string? Question { get; init; }

    /// <summary>The run of the newest sweep that has ended, or null.</summary>
    public string? SweepId { get; init; }

    public string? SweepName { get; init; }

    public long? SweepEnd { get; init; }

    public string? SweepVerdict { get; init; }

    public string? SweepNote { get; init; }
}
