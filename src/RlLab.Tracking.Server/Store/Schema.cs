using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Points;

namespace RlLab.Tracking.Server.Store;

/// <summary>The tables, and how those of an older version become those of this one.</summary>
/// <remarks>A migration never changes once it has been released; a new version is a new one at the end.</remarks>
internal static class Schema
{
    // A metric of a run is a series. The row of a series repeats its last point, so that a table of runs need not look at
    // the points. NaN has a column of its own, because SQLite stores it as NULL.
    private const string First = """
        CREATE TABLE experiments (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            artifact_location TEXT NOT NULL,
            lifecycle_stage TEXT NOT NULL,
            creation_time INTEGER NOT NULL,
            last_update_time INTEGER NOT NULL);
        CREATE TABLE experiment_tags (
            experiment INTEGER NOT NULL REFERENCES experiments,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (experiment, key));
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            run_id TEXT NOT NULL UNIQUE,
            experiment INTEGER NOT NULL REFERENCES experiments,
            name TEXT NOT NULL,
            user_id TEXT NOT NULL,
            status TEXT NOT NULL,
            start_time INTEGER NOT NULL,
            end_time INTEGER,
            artifact_uri TEXT NOT NULL,
            lifecycle_stage TEXT NOT NULL);
        CREATE INDEX runs_of_experiment ON runs (experiment, start_time);
        CREATE TABLE params (
            run INTEGER NOT NULL REFERENCES runs,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (run, key));
        CREATE TABLE tags (
            run INTEGER NOT NULL REFERENCES runs,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (run, key));
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs,
            key TEXT NOT NULL,
            step INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            value REAL NOT NULL,
            is_nan INTEGER NOT NULL,
            UNIQUE (run, key));
        CREATE TABLE points (
            series INTEGER NOT NULL REFERENCES series,
            timestamp INTEGER NOT NULL,
            step INTEGER NOT NULL,
            value REAL NOT NULL,
            is_nan INTEGER NOT NULL,
            PRIMARY KEY (series, timestamp, step, value, is_nan)) WITHOUT ROWID;
        CREATE TABLE datasets (
            id INTEGER PRIMARY KEY,
            experiment INTEGER NOT NULL REFERENCES experiments,
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            source_type TEXT NOT NULL,
            source TEXT NOT NULL,
            schema TEXT,
            profile TEXT,
            UNIQUE (experiment, name, digest));
        CREATE TABLE run_datasets (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs,
            dataset INTEGER NOT NULL REFERENCES datasets,
            UNIQUE (run, dataset));
        CREATE TABLE run_dataset_tags (
            run_dataset INTEGER NOT NULL REFERENCES run_datasets,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (run_dataset, key));
        CREATE TABLE run_models (
            run INTEGER NOT NULL REFERENCES runs,
            model_id TEXT NOT NULL,
            direction TEXT NOT NULL,
            step INTEGER NOT NULL,
            UNIQUE (run, model_id, direction));
        CREATE TABLE registered_models (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL,
            creation_time INTEGER NOT NULL,
            last_update_time INTEGER NOT NULL);
        CREATE TABLE registered_model_tags (
            model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (model, key));
        CREATE TABLE registered_model_aliases (
            model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
            alias TEXT NOT NULL,
            version INTEGER NOT NULL,
            UNIQUE (model, alias));
        CREATE TABLE model_versions (
            id INTEGER PRIMARY KEY,
            model INTEGER NOT NULL REFERENCES registered_models ON DELETE CASCADE,
            version INTEGER NOT NULL,
            description TEXT NOT NULL,
            source TEXT NOT NULL,
            run_id TEXT NOT NULL,
            run_link TEXT NOT NULL,
            stage TEXT NOT NULL,
            creation_time INTEGER NOT NULL,
            last_update_time INTEGER NOT NULL,
            UNIQUE (model, version));
        CREATE TABLE model_version_tags (
            version INTEGER NOT NULL REFERENCES model_versions ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (version, key));
        CREATE TABLE logged_models (
            id INTEGER PRIMARY KEY,
            model_id TEXT NOT NULL UNIQUE,
            experiment INTEGER NOT NULL REFERENCES experiments,
            name TEXT NOT NULL,
            model_type TEXT NOT NULL,
            status TEXT NOT NULL,
            source_run_id TEXT,
            artifact_uri TEXT NOT NULL,
            creation_time INTEGER NOT NULL,
            last_update_time INTEGER NOT NULL);
        CREATE TABLE logged_model_params (
            model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (model, key));
        CREATE TABLE logged_model_tags (
            model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (model, key));
        """;

    // A run's version is larger than that of every run before it was last written to, so that what changed since can be
    // asked for; a series has the version of its run when it last grew.
    private const string Versions = """
        ALTER TABLE runs ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
        UPDATE runs SET version = id;
        CREATE INDEX runs_by_version ON runs (version);
        ALTER TABLE series ADD COLUMN points INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE series ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
        UPDATE series SET
            points = (SELECT count(*) FROM points WHERE points.series = series.id),
            version = (SELECT runs.version FROM runs WHERE runs.id = series.run);
        """;

    // What is told of some thousand points together, and in parts of each 32 of them: see Points/ChunkStore.cs. A chunk is
    // found by its first point. A series has all but its last points in chunks.
    private const string Chunks = """
        CREATE TABLE chunks (
            series INTEGER NOT NULL REFERENCES series,
            timestamp INTEGER NOT NULL,
            step INTEGER NOT NULL,
            value REAL NOT NULL,
            is_nan INTEGER NOT NULL,
            last_timestamp INTEGER NOT NULL,
            last_step INTEGER NOT NULL,
            last_value REAL NOT NULL,
            last_is_nan INTEGER NOT NULL,
            total BLOB NOT NULL,
            parts BLOB NOT NULL,
            PRIMARY KEY (series, timestamp, step, value, is_nan)) WITHOUT ROWID;
        ALTER TABLE series ADD COLUMN chunked INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE series ADD COLUMN chunked_until INTEGER NOT NULL DEFAULT 0;
        """;

    // What MLflow 3 keeps of models: which numbers of versions were used, where a version's files are, and metrics of logged models.
    private const string Models = """
        ALTER TABLE registered_models ADD COLUMN last_version INTEGER NOT NULL DEFAULT 0;
        UPDATE registered_models SET last_version =
            (SELECT coalesce(max(v.version), 0) FROM model_versions v WHERE v.model = registered_models.id);
        ALTER TABLE model_versions ADD COLUMN storage_location TEXT;
        CREATE TABLE logged_model_metrics (
            id INTEGER PRIMARY KEY,
            model INTEGER NOT NULL REFERENCES logged_models ON DELETE CASCADE,
            run_id TEXT NOT NULL,
            key TEXT NOT NULL,
            timestamp INTEGER NOT NULL,
            step INTEGER NOT NULL,
            value REAL NOT NULL,
            is_nan INTEGER NOT NULL,
            dataset_name TEXT,
            dataset_digest TEXT,
            UNIQUE (model, key, timestamp, step, run_id));
        CREATE INDEX logged_models_of_experiment ON logged_models (experiment, creation_time);
        """;

    // Traces: what is known of each; their spans are a file among the artifacts, as MLflow's clients put them where a server keeps none.
    private const string Traces = """
        CREATE TABLE traces (
            id INTEGER PRIMARY KEY,
            trace_id TEXT NOT NULL UNIQUE,
            experiment INTEGER NOT NULL REFERENCES experiments,
            request_time INTEGER NOT NULL,
            duration INTEGER,
            state TEXT NOT NULL,
            client_request_id TEXT,
            request_preview TEXT,
            response_preview TEXT);
        CREATE INDEX traces_of_experiment ON traces (experiment, request_time);
        CREATE TABLE trace_tags (
            trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (trace, key));
        CREATE TABLE trace_metadata (
            trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            UNIQUE (trace, key));
        CREATE TABLE trace_runs (
            trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE,
            run_id TEXT NOT NULL,
            UNIQUE (trace, run_id));
        """;

    private static readonly Action<SqliteConnection>[] Migrations =
    [
        connection => connection.Execute(First),
        connection => connection.Execute(Versions),
        connection =>
        {
            connection.Execute(Chunks);
            ChunkStore.Build(connection);
        },
        connection => connection.Execute(Models),
        connection => connection.Execute(Traces),
    ];

    /// <summary>The version of the tables that this server reads and writes.</summary>
    public static int Newest => Migrations.Length;

    /// <summary>Brings the tables to this version, once, however many servers start together; the file as it was is kept beside it.</summary>
    /// <param name="newest">To an earlier version than this one, as a database of then was.</param>
    /// <exception cref="TrackingServerException">They are of a newer version, or there is no room for the copy.</exception>
    public static void Migrate(SqliteConnection connection, string file, int? newest = null)
    {
        var wanted = newest ?? Newest;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)");
            var version = connection.ExecuteScalar<int>("SELECT coalesce(max(version), 0) FROM migrations");
            if (version > wanted)
            {
                throw new TrackingServerException(
                    $"{file} was written by a newer RlLab (its tables are of version {version}, this one knows {wanted}). "
                    + "Use that version, or another folder.");
            }

            if (version > 0 && version < wanted)
            {
                DatabaseCopy.Make(file, $"{file}.before-{wanted}");
            }

            for (; version < wanted; version++)
            {
                Migrations[version](connection);
                connection.Execute("INSERT INTO migrations VALUES (@version)", new { version = version + 1 });
            }

            connection.Execute("COMMIT TRANSACTION");
        }
        catch
        {
            connection.Execute("ROLLBACK TRANSACTION");
            throw;
        }
    }
}
