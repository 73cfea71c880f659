namespace RlLab.Tracking.Server.Search;

/// <summary>What can be searched for, and where its fields are kept.</summary>
/// <param name="Row">The SQL of the row number that tables of keys and values refer to.</param>
/// <param name="Attributes">Attributes by name.</param>
/// <param name="AttributeNames">The names as MLflow lists them in an error.</param>
/// <param name="Tables">The tables of keys and values, and the column that refers to <paramref name="Row"/>.</param>
internal sealed record SearchTarget(
    string Row,
    IReadOnlyDictionary<string, AttributeColumn> Attributes,
    string AttributeNames,
    IReadOnlyDictionary<FieldKind, (string Table, string Owner)> Tables)
{
    public static readonly SearchTarget Runs = new(
        "r.id",
        new Dictionary<string, AttributeColumn>
        {
            ["run_id"] = new("r.run_id"),
            ["run_name"] = new("r.name"),
            ["Run name"] = new("r.name"),
            ["Run Name"] = new("r.name"),
            ["run name"] = new("r.name"),
            ["status"] = new("r.status"),
            ["user_id"] = new("r.user_id"),
            ["artifact_uri"] = new("r.artifact_uri"),
            ["start_time"] = new("r.start_time", IsNumber: true),
            ["created"] = new("r.start_time", IsNumber: true),
            ["Created"] = new("r.start_time", IsNumber: true),
            ["end_time"] = new("r.end_time", IsNumber: true),
        },
        "{'Run name', 'created', 'run_name', 'start_time', 'Created', 'end_time', "
        + "'Run Name', 'run name', 'user_id', 'status', 'artifact_uri', 'run_id'}",
        new Dictionary<FieldKind, (string, string)>
        {
            [FieldKind.Metric] = ("series", "run"),
            [FieldKind.Parameter] = ("params", "run"),
            [FieldKind.Tag] = ("tags", "run"),
        });

    /// <summary>Runs as the pages' tables show them: with attributes that MLflow does not know.</summary>
    public static readonly SearchTarget RunTable = Runs with
    {
        Attributes = new Dictionary<string, AttributeColumn>(Runs.Attributes)
        {
            ["duration"] = new("(r.end_time - r.start_time)", IsNumber: true),
            ["experiment_id"] = new("r.experiment", IsNumber: true),
            ["lifecycle_stage"] = new("r.lifecycle_stage"),
        },
    };

    public static readonly SearchTarget Experiments = new(
        "e.id",
        new Dictionary<string, AttributeColumn>
        {
            ["name"] = new("e.name"),
            ["experiment_id"] = new("e.id", IsNumber: true),
            ["creation_time"] = new("e.creation_time", IsNumber: true),
            ["last_update_time"] = new("e.last_update_time", IsNumber: true),
        },
        "{'name', 'last_update_time', 'creation_time'}",
        new Dictionary<FieldKind, (string, string)> { [FieldKind.Tag] = ("experiment_tags", "experiment") });

    public static readonly SearchTarget RegisteredModels = new(
        "m.id",
        new Dictionary<string, AttributeColumn>
        {
            ["name"] = new("m.name"),
            ["timestamp"] = new("m.last_update_time", IsNumber: true),
            ["last_updated_timestamp"] = new("m.last_update_time", IsNumber: true),
        },
        "{'name', 'timestamp', 'last_updated_timestamp'}",
        new Dictionary<FieldKind, (string, string)> { [FieldKind.Tag] = ("registered_model_tags", "model") })
    {
        HidesPrompts = true,
    };

    public static readonly SearchTarget ModelVersions = new(
        "v.id",
        new Dictionary<string, AttributeColumn>
        {
            ["name"] = new("m.name"),
            ["run_id"] = new("v.run_id"),
            ["source_path"] = new("v.source"),
            ["version_number"] = new("v.version", IsNumber: true),
            ["creation_timestamp"] = new("v.creation_time", IsNumber: true),
            ["last_updated_timestamp"] = new("v.last_update_time", IsNumber: true),
        },
        "{'name', 'run_id', 'source_path', 'version_number', 'creation_timestamp', 'last_updated_timestamp'}",
        new Dictionary<FieldKind, (string, string)> { [FieldKind.Tag] = ("model_version_tags", "version") })
    {
        HidesPrompts = true,
    };

    public static readonly SearchTarget LoggedModels = new(
        "g.id",
        new Dictionary<string, AttributeColumn>
        {
            ["name"] = new("g.name"),
            ["model_id"] = new("g.model_id"),
            ["model_type"] = new("g.model_type"),
            ["status"] = new("g.status"),
            ["source_run_id"] = new("g.source_run_id"),
            ["creation_time"] = new("g.creation_time", IsNumber: true),
            ["creation_timestamp"] = new("g.creation_time", IsNumber: true),
            ["last_updated_timestamp"] = new("g.last_update_time", IsNumber: true),
        },
        "{'name', 'model_id', 'model_type', 'status', 'source_run_id', 'creation_timestamp', 'last_updated_timestamp'}",
        new Dictionary<FieldKind, (string, string)>
        {
            [FieldKind.Metric] = ("logged_model_metrics", "model"),
            [FieldKind.Parameter] = ("logged_model_params", "model"),
            [FieldKind.Tag] = ("logged_model_tags", "model"),
        });

    public static readonly SearchTarget Traces = new(
        "t.id",
        new Dictionary<string, AttributeColumn>
        {
            ["request_id"] = new("t.trace_id"),
            ["trace_id"] = new("t.trace_id"),
            ["client_request_id"] = new("t.client_request_id"),
            ["status"] = new("t.state"),
            ["state"] = new("t.state"),
            ["name"] = new("(SELECT n.value FROM trace_tags n WHERE n.trace = t.id AND n.key = 'mlflow.traceName')"),
            ["run_id"] = new("l.run_id", Rows: "trace_runs l WHERE l.trace = t.id"),
            ["experiment_id"] = new("t.experiment", IsNumber: true),
            ["timestamp"] = new("t.request_time", IsNumber: true),
            ["timestamp_ms"] = new("t.request_time", IsNumber: true),
            ["execution_time"] = new("t.duration", IsNumber: true),
            ["execution_time_ms"] = new("t.duration", IsNumber: true),
            ["end_time"] = new("(t.request_time + t.duration)", IsNumber: true),
            ["end_time_ms"] = new("(t.request_time + t.duration)", IsNumber: true),
        },
        "{'request_id', 'timestamp', 'timestamp_ms', 'execution_time', 'execution_time_ms', 'end_time', 'end_time_ms', 'status', "
        + "'client_request_id', 'name', 'run_id'}",
        new Dictionary<FieldKind, (string, string)>
        {
            [FieldKind.Tag] = ("trace_tags", "trace"),
            [FieldKind.Metadata] = ("trace_metadata", "trace"),
        });

    /// <summary>Whether prompts, which MLflow keeps among its models, are found only by a filter that asks for them.</summary>
    public bool HidesPrompts { get; init; }

    /// <summary>Whether a field holds numbers rather than text.</summary>
    public bool IsNumber(Field field) =>
        field.Kind == FieldKind.Metric || (field.Kind == FieldKind.Attribute && Attributes[field.Key].IsNumber);
}

/// <summary>The column behind an attribute.</summary>
/// <param name="Rows">Where what is searched for may have several of it: the rows that are its own, as what follows FROM.</param>
internal sealed record AttributeColumn(string Sql, bool IsNumber = false, string? Rows = null);
