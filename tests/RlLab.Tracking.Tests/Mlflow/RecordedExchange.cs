using System.Text.Json;
using System.Text.Json.Nodes;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>A request and a real MLflow server's answer to it (tests/Golden/mlflow).</summary>
public sealed record RecordedExchange(string Step, JsonObject Request, JsonObject Response)
{
    public static IReadOnlyDictionary<string, RecordedExchange> All { get; } = File
        .ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", "exchanges.jsonl"))
        .Select(line => JsonNode.Parse(line)!.AsObject())
        .Select(line => new RecordedExchange((string)line["step"]!, line["request"]!.AsObject(), line["response"]!.AsObject()))
        .ToDictionary(exchange => exchange.Step);

    public string Method => (string)Request["method"]!;

    public string Path => (string)Request["path"]!;

    public JsonObject Body => Request["json"]!.AsObject();

    public IReadOnlyDictionary<string, string> Query =>
        Request["query"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.ToString()) ?? [];

    /// <summary>The query as it is sent, a name once for each of its values.</summary>
    public IEnumerable<(string Key, string Value)> QueryPairs => (Request["query"]?.AsObject() ?? []).SelectMany(pair =>
        pair.Value is JsonArray values ? values.Select(value => (pair.Key, value!.ToString())) : [(pair.Key, pair.Value!.ToString())]);

    public int Status => (int)Response["status"]!;

    public string Text => Response["json"]?.ToJsonString() ?? (string)Response["text"]!;

    public string Field(string name) => (string)Body[name]!;

    public T[] List<T>(string name, Func<JsonObject, T> read) =>
        [.. Body[name]?.AsArray().Select(item => read(item!.AsObject())) ?? []];

    public JsonElement Answer => JsonDocument.Parse(Response["json"]!.ToJsonString()).RootElement;
}
