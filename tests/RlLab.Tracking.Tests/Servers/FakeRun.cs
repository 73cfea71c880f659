using System.Text;
using System.Text.Json.Nodes;

namespace RlLab.Tracking.Tests.Servers;

/// <summary>A run on the <see cref="FakeMlflow"/>.</summary>
public sealed record FakeRun(string Id, string Experiment, string Name, long StartTime)
{
    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Points as text; exact duplicates are one, as on the real server.</summary>
    public SortedSet<string> Points { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Artifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Datasets, each once.</summary>
    public SortedSet<string> Inputs { get; } = new(StringComparer.Ordinal);

    public string Status { get; set; } = "RUNNING";

    public long? EndTime { get; set; }

    public bool IsDeleted { get; set; }

    public JsonObject ToJson() => new()
    {
        ["info"] = new JsonObject
        {
            ["run_id"] = Id,
            ["run_uuid"] = Id,
            ["experiment_id"] = Experiment,
            ["run_name"] = Name,
            ["status"] = Status,
            ["start_time"] = StartTime,
            ["artifact_uri"] = $"mlflow-artifacts:/{Experiment}/{Id}/artifacts",
            ["lifecycle_stage"] = IsDeleted ? "deleted" : "active",
        },
        ["data"] = new JsonObject
        {
            ["tags"] = new JsonArray([.. Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]),
        },
    };

    /// <summary>All of it as text, with RlLab's ids in the place of the server's.</summary>
    public string Describe(IReadOnlyDictionary<string, string> names)
    {
        var text = new StringBuilder($"{Tags["rllab.run"]} {Name} {StartTime} {Status} {EndTime} {IsDeleted}\n");
        foreach (var (key, value) in Tags)
        {
            text.Append($"  tag {key} = {(key == "mlflow.parentRunId" ? names[value] : value)}\n");
        }

        foreach (var (key, value) in Parameters)
        {
            text.Append($"  parameter {key} = {value}\n");
        }

        foreach (var (path, content) in Artifacts)
        {
            text.Append($"  artifact {path} = {content}\n");
        }

        foreach (var input in Inputs)
        {
            text.Append($"  input {input}\n");
        }

        return text.AppendJoin('\n', Points).ToString();
    }
}
