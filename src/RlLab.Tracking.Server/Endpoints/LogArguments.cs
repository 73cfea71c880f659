using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary>Reads and checks the points, parameters and tags of a request.</summary>
internal static class LogArguments
{
    public static MetricPoint Point(RequestArguments arguments, HashSet<string>? checkedKeys = null)
    {
        var key = arguments.RequiredText("key");
        var point = new MetricPoint(
            key, arguments.RequiredNumber("value"), arguments.RequiredWhole("timestamp"), arguments.Whole("step") ?? 0);
        if (checkedKeys is null || checkedKeys.Add(key))
        {
            Names.Check(key, "Metric name", arguments.PathOf("name"));
        }

        return point.Timestamp >= 0
            ? point
            : throw MlflowError.InvalidValue(
                $"{point.Timestamp}", arguments.PathOf("timestamp"), "Timestamp must be a nonnegative long (64-bit integer)");
    }

    public static KeyValue Parameter(RequestArguments arguments) => Pair(arguments, "Param key", Names.MaximumParameter);

    public static KeyValue Tag(RequestArguments arguments) => Pair(arguments, "Tag key", Names.MaximumTag);

    /// <summary>The points of a batch; a name that many points share is checked once.</summary>
    public static IReadOnlyList<MetricPoint> Points(RequestArguments arguments)
    {
        var checkedKeys = new HashSet<string>();
        return [.. arguments.Objects("metrics").Select(item => Point(item, checkedKeys))];
    }

    public static IReadOnlyList<KeyValue> Parameters(RequestArguments arguments) =>
        [.. arguments.Objects("params").Select(Parameter)];

    public static IReadOnlyList<KeyValue> Tags(RequestArguments arguments) => [.. arguments.Objects("tags").Select(Tag)];

    private static KeyValue Pair(RequestArguments arguments, string what, int limit)
    {
        var key = arguments.RequiredText("key");
        Names.Check(key, what, arguments.PathOf("key"));
        return new KeyValue(key, Names.Truncate(arguments.Text("value") ?? "", limit));
    }
}
