using System.Globalization;
using System.Text.RegularExpressions;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary>Reads traces from requests, and writes them in the shapes of MLflow 2 and 3.</summary>
internal static partial class TraceArguments
{
    private const int MaximumPreview = 10_000;

    // To the end of the year 9999, which is as far as dates can be written.
    private const long LastTime = 253_402_300_799_999;

    private static readonly string[] States = ["STATE_UNSPECIFIED", "OK", "ERROR", "IN_PROGRESS"];

    /// <summary>A trace in the shape of MLflow 3.</summary>
    public static Trace Read(RequestArguments info) => new()
    {
        TraceId = TraceId(info),
        Experiment = ExperimentStore.ParseId(info.Object("trace_location").Object("mlflow_experiment").RequiredText("experiment_id")),
        RequestTime = ReadTime(info),
        Duration = ReadDuration(info),
        State = info.Text("state") is { } state ? State(state) : States[0],
        ClientRequestId = info.Text("client_request_id", Names.MaximumId),
        RequestPreview = info.Text("request_preview") is { } request ? Names.Truncate(request, MaximumPreview) : null,
        ResponsePreview = info.Text("response_preview") is { } response ? Names.Truncate(response, MaximumPreview) : null,
        Metadata = [.. info.Map("trace_metadata").Select(pair => Cut(pair.Key, pair.Value))],
        Tags = [.. info.Map("tags").Select(pair => Cut(pair.Key, pair.Value))],
    };

    /// <summary>A state by its name; MLflow 2 has another for the unspecified one.</summary>
    public static string State(string name) => name == "TRACE_STATUS_UNSPECIFIED" ? States[0]
        : States.Contains(name) ? name
        : throw MlflowError.Invalid($"Invalid state of a trace: '{name}'. Valid ones are {string.Join(", ", States)}.");

    /// <summary>A time in milliseconds since 1970.</summary>
    public static long Milliseconds(RequestArguments arguments, string name) => (arguments.Whole(name) ?? 0) switch
    {
        >= 0 and <= LastTime and var time => time,
        var time => throw MlflowError.InvalidValue($"{time}", arguments.PathOf(name), "A time in milliseconds since 1970 is expected."),
    };

    public static TraceInfo ToReply(Trace trace) => new(
        trace.TraceId,
        trace.ClientRequestId,
        new TraceLocation(new ExperimentLocation(trace.Experiment)),
        trace.RequestPreview,
        trace.ResponsePreview,
        DateTimeOffset.FromUnixTimeMilliseconds(trace.RequestTime).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        trace.Duration is { } duration ? (duration / 1000m).ToString("0.###", CultureInfo.InvariantCulture) + "s" : null,
        trace.State,
        trace.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value),
        trace.Tags.ToDictionary(pair => pair.Key, pair => pair.Value));

    public static LegacyTraceInfo ToLegacyReply(Trace trace) => new(
        trace.TraceId,
        trace.Experiment,
        trace.RequestTime,
        trace.Duration,
        trace.State == States[0] ? "TRACE_STATUS_UNSPECIFIED" : trace.State,
        trace.Metadata.OrNull(),
        trace.Tags.OrNull());

    /// <summary>Pairs as MLflow 2 sends them.</summary>
    public static IReadOnlyList<KeyValue> Pairs(RequestArguments arguments, string field) =>
        [.. arguments.Objects(field).Select(item => Cut(item.RequiredText("key"), item.Text("value") ?? ""))];

    public static KeyValue Cut(string key, string value) =>
        new(Names.Truncate(key, Names.MaximumKey), Names.Truncate(value, Names.MaximumTag));

    private static string TraceId(RequestArguments info)
    {
        var id = info.RequiredText("trace_id");
        return IdCharacters().IsMatch(id) ? id : throw MlflowError.Invalid(
            $"Invalid trace ID '{Names.Truncate(id, 80)}'. It takes 1 to 50 letters, digits, dashes and underscores.");
    }

    private static long ReadTime(RequestArguments info)
    {
        var text = info.RequiredText("request_time");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.ToUnixTimeMilliseconds() is >= 0 and var milliseconds
            ? milliseconds
            : throw MlflowError.Invalid(
                $"Invalid time '{Names.Truncate(text, 80)}' in '{info.PathOf("request_time")}'. 2026-01-31T12:00:00.123Z is one.");
    }

    private static long? ReadDuration(RequestArguments info)
    {
        if (info.Text("execution_duration") is not { } text)
        {
            return null;
        }

        return Seconds().Match(text) is { Success: true } match
            ? (long)(decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * 1000)
            : throw MlflowError.Invalid($"Invalid duration '{Names.Truncate(text, 80)}' in '{info.PathOf("execution_duration")}'. 1.5s is one.");
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,50}\z")]
    private static partial Regex IdCharacters();

    [GeneratedRegex(@"\A(-?[0-9]{1,12}(?:\.[0-9]{1,9})?)s\z")]
    private static partial Regex Seconds();
}
