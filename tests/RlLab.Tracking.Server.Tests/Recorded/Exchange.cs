using System.Text.Json.Nodes;

namespace RlLab.Tracking.Server.Tests.Recorded;

/// <summary>A request and the answer that a real MLflow server gave to it.</summary>
public sealed record Exchange(string Step, JsonObject Request, JsonObject Response)
{
    public static readonly IReadOnlyList<Exchange> All =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "exchanges.jsonl"))
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Select(line => new Exchange(line["step"]!.GetValue<string>(), line["request"]!.AsObject(), line["response"]!.AsObject())),
    ];

    public int Status => Response["status"]!.GetValue<int>();

    public string Type => Response["type"]!.GetValue<string>();
}
