using System.Text.Json;
using System.Text.Json.Nodes;

namespace RlLab.Tracking.Server.Tests.Recorded;

/// <summary>Holds the server against what a real MLflow server answered to the same requests.</summary>
public sealed class RecordedExchangeTests(NetworkReplay replay) : RecordedExchangeContract(replay), IClassFixture<NetworkReplay>;

/// <summary>Holds a server that does not listen against the same.</summary>
public sealed class InProcessExchangeTests(InProcessReplay replay) : RecordedExchangeContract(replay), IClassFixture<InProcessReplay>;

/// <summary>What every server answers, however it is reached.</summary>
public abstract class RecordedExchangeContract(Replay replay)
{
    /// <summary>Answers that differ on purpose; everything else about them is still compared.</summary>
    private static readonly Dictionary<string, (string Field, string Reason)> Exceptions = new()
    {
        ["create experiment: same name"] = ("message", "MLflow's message quotes its SQL; ours says what to do"),
        ["create experiment: name of a deleted one"] = ("message", "MLflow's message quotes its SQL; ours says what to do"),
        ["get artifact: unknown"] = ("message", "MLflow's message quotes a path of its disk"),
        ["broken JSON"] = ("message", "MLflow drops what it cannot read and fails later, in its SQL; ours names the place in the body"),
        ["version"] = ("text", "the recording is of a development version"),
        ["unknown endpoint"] = ("type", "MLflow answers with a page; ours answers what programs ask with JSON"),
        ["wrong method"] = ("type", "MLflow answers with a page; ours answers what programs ask with JSON"),
    };

    public static TheoryData<int, string> Steps()
    {
        var steps = new TheoryData<int, string>();
        for (var index = 0; index < Exchange.All.Count; index++)
        {
            steps.Add(index, Exchange.All[index].Step);
        }

        return steps;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Answers_as_MLflow_did(int index, string step)
    {
        var (recorded, expected, actual) = replay[index];
        var exception = Exceptions.GetValueOrDefault(step).Field;

        ((int)actual.Status).Should().Be(recorded.Status, actual.Text);
        if (exception == "type")
        {
            actual.Type.Should().Be("application/json");
            actual.ErrorCode.Should().NotBeNull();
            return;
        }

        actual.Type.Should().Be(recorded.Type);
        if (expected is null)
        {
            if (exception != "text")
            {
                actual.Text.Should().Be(recorded.Response["text"]!.GetValue<string>());
            }

            return;
        }

        var differences = new List<string>();
        Compare(expected, actual.Json, "$", exception, differences);
        differences.Should().BeEmpty($"MLflow answered\n{expected.ToJsonString()}\nand the server\n{actual.Text}\n");
    }

    private static void Compare(JsonNode? expected, JsonNode? actual, string path, string? exception, List<string> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(field => field.Key).Union(right.Select(field => field.Key)).Where(name => name != exception))
                {
                    Compare(left[name], right[name], $"{path}.{name}", exception, differences);
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                for (var index = 0; index < left.Count; index++)
                {
                    Compare(left[index], right[index], $"{path}[{index}]", exception, differences);
                }

                break;
            case (JsonValue left, JsonValue right) when left.GetValueKind() == JsonValueKind.Number && right.GetValueKind() == JsonValueKind.Number:
                if (left.GetValue<double>() != right.GetValue<double>() && !(IsServerTime(left) && IsServerTime(right)))
                {
                    differences.Add($"{path}: {left} and {right}");
                }

                break;
            default:
                if (!JsonNode.DeepEquals(expected, actual))
                {
                    differences.Add($"{path}: {expected?.ToJsonString() ?? "nothing"} and {actual?.ToJsonString() ?? "nothing"}");
                }

                break;
        }
    }

    /// <summary>The client's times in the recording end in November 2023; what is later is a clock's.</summary>
    private static bool IsServerTime(JsonValue value) => value.GetValue<double>() is > 1_740_000_000_000 and < 4_000_000_000_000;
}
