using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RlLab.Tracking.Server.Tests.Recorded;

/// <summary>Matches what each server makes up itself, run and model ids and run names, by where it first appears.</summary>
public sealed partial class GeneratedValues
{
    private readonly Dictionary<string, string> _ours = [];

    /// <summary>Puts our values in the place of the recorded ones.</summary>
    public string Translate(string text) => Pattern().Replace(text, match => _ours.GetValueOrDefault(match.Value, match.Value));

    /// <summary>Learns from an answer which of our values stands for which recorded one.</summary>
    public void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left)
                {
                    Learn(value, right[name]);
                }

                break;
            case (JsonArray left, JsonArray right):
                foreach (var (first, second) in left.Zip(right))
                {
                    Learn(first, second);
                }

                break;
            case (JsonValue left, JsonValue right) when left.TryGetValue(out string? theirs) && right.TryGetValue(out string? ours):
                if (Pattern().Match(theirs).Value == theirs)
                {
                    _ours.TryAdd(theirs, ours);
                }

                break;
        }
    }

    // A run id that is all zeros was made up by the client.
    [GeneratedRegex("(m-)?(?!0{32})[0-9a-f]{32}|[a-z]+-[a-z]+-[0-9]+")]
    private static partial Regex Pattern();
}
