using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;
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

    /// <summary>The points that say of which model they are, as they are kept beside it.</summary>
    /// <param name="items">The points' arguments.</param>
    /// <param name="points">The points, read from them.</param>
    public static IReadOnlyList<ModelMetric> ModelMetrics(IReadOnlyList<RequestArguments> items, IReadOnlyList<MetricPoint> points) =>
    [
        .. items.Zip(points)
            .Where(pair => !string.IsNullOrEmpty(pair.First.Text("model_id")))
            .Select(pair => new ModelMetric(
                pair.Second.Key,
                pair.Second.Value,
                pair.Second.Timestamp,
                pair.Second.Step,
                pair.First.Text("model_id")!,
                pair.First.Text("dataset_name", Names.MaximumDatasetName),
                pair.First.Text("dataset_digest", Names.MaximumDigest),
                RunId: null)),
    ];

    public static KeyValue Parameter(RequestArguments arguments) => Pair(arguments, "Param key", Names.MaximumParameter);

    /// <summary>A run's tag, cut at its longest; that of its name is refused when it is longer than a name.</summary>
    public static KeyValue Tag(RequestArguments arguments)
    {
        var tag = Pair(arguments, "Tag key", Names.MaximumTag);
        return tag.Key == RunStore.NameTag && tag.Value.Length > Names.MaximumRun
            ? throw MlflowError.TooLong(arguments.PathOf("value"), Names.MaximumRun)
            : tag;
    }

    /// <summary>A tag or a parameter of a model. Prompts are kept as such tags, so nothing is cut.</summary>
    public static KeyValue ModelPair(RequestArguments arguments)
    {
        var key = arguments.RequiredText("key");
        Names.Check(key, "key", arguments.PathOf("key"));
        return new KeyValue(key, arguments.Text("value", Names.MaximumModelTag) ?? "");
    }

    /// <summary>The points of a batch; a name that many points share is checked once.</summary>
    public static IReadOnlyList<MetricPoint> Points(IReadOnlyList<RequestArguments> items)
    {
        var checkedKeys = new HashSet<string>();
        return [.. items.Select(item => Point(item, checkedKeys))];
    }

    public static IReadOnlyList<KeyValue> Parameters(RequestArguments arguments) =>
        [.. arguments.Objects("params").Select(Parameter)];

    public static IReadOnlyList<KeyValue> Tags(RequestArguments arguments) => [.. arguments.Objects("tags").Select(Tag)];

    /// <summary>The tags or the parameters of a model.</summary>
    public static IReadOnlyList<KeyValue> ModelPairs(RequestArguments arguments, string field) => [.. arguments.Objects(field).Select(ModelPair)];

    private static KeyValue Pair(RequestArguments arguments, string what, int limit)
    {
        var key = arguments.RequiredText("key");
        Names.Check(key, what, arguments.PathOf("key"));
        return new KeyValue(key, Names.Truncate(arguments.Text("value") ?? "", limit));
    }
}
