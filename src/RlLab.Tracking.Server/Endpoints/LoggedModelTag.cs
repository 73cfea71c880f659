using System.Text.Json;
using System.Text.Json.Nodes;
using RlLab.Tracking.Server.Http;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary>The tag in which clients of MLflow 2 keep the models that a run logged, by <c>runs/log-model</c>.</summary>
internal static class LoggedModelTag
{
    public const string Key = "mlflow.log-model.history";

    private static readonly string[] Required = ["artifact_path", "flavors", "utc_time_created", "run_id"];

    /// <summary>What the tag tells of a model: of the flavors all but their configurations, which may be long.</summary>
    public static JsonObject Read(string json)
    {
        var model = Parse(json);
        var missing = Required.Where(field => !model.ContainsKey(field)).ToList();
        if (missing.Count > 0)
        {
            throw MlflowError.Invalid($"Model json is missing mandatory fields: {string.Join(", ", missing)}");
        }

        foreach (var (_, flavor) in model["flavors"] as JsonObject ?? [])
        {
            (flavor as JsonObject)?.Remove("config");
        }

        return new JsonObject(((string[])[.. Required, "model_uuid"])
            .Where(model.ContainsKey)
            .Select(field => KeyValuePair.Create(field, model[field]?.DeepClone())));
    }

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw MlflowError.Invalid($"Malformed model info: {json} is not an object.");
        }
        catch (JsonException error)
        {
            throw MlflowError.Invalid($"Malformed model info: {json} is not valid JSON. {error.Message}");
        }
    }
}
