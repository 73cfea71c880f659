using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>traces</c>, in the versions of MLflow 2 and 3.</summary>
/// <remarks>
/// A trace's spans are a file among the artifacts, which the client sends and reads as it does any other: MLflow's own way where a store keeps none.
/// </remarks>
internal static class TraceEndpoints
{
    private const int DefaultPage = 100, MaximumPage = 500, MaximumLinks = 100;

    private const string Legacy = "2.0", Current = "3.0", SpansFile = "traces.json";

    public static void MapTraces(this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts)
    {
        MapCurrent(routes, database);
        MapLegacy(routes, database);
        foreach (var version in (string[])[Legacy, Current])
        {
            MapShared(routes, database, artifacts, version);
        }

        // Clients take the beginning of this message as the sign to send the spans as a file, without a warning.
        routes.MapMethods("/v1/traces", [HttpMethods.Post], _ => throw MlflowError.Unsupported(
            "REST OTLP span logging is not supported by this server. Spans are a file among the artifacts of their trace."));
    }

    private static void MapCurrent(IEndpointRouteBuilder routes, Database database)
    {
        routes.MapPost(
            "traces",
            arguments =>
            {
                var trace = TraceArguments.Read(arguments.Object("trace").Object("trace_info"));
                return Reply(database.Write(writer => TraceStore.Start(writer, trace)));
            },
            Current);

        routes.MapGet(
            "traces/{trace_id}",
            arguments => Reply(database.Read(connection => TraceStore.Get(connection, Id(arguments)))),
            Current);

        routes.MapPost(
            "traces/search",
            arguments => Search(
                database,
                arguments,
                [.. arguments.Objects("locations").Select(location => location.Object("mlflow_experiment").RequiredText("experiment_id"))],
                TraceArguments.ToReply),
            Current);

        static object Reply(Trace trace) => new { Trace = new { TraceInfo = TraceArguments.ToReply(trace) } };
    }

    private static void MapLegacy(IEndpointRouteBuilder routes, Database database)
    {
        routes.MapPost("traces", arguments =>
        {
            var trace = new Trace
            {
                TraceId = $"tr-{Guid.NewGuid():N}",
                Experiment = ExperimentStore.ParseId(arguments.RequiredText("experiment_id")),
                RequestTime = TraceArguments.Milliseconds(arguments, "timestamp_ms"),
                State = "IN_PROGRESS",
                Metadata = TraceArguments.Pairs(arguments, "request_metadata"),
                Tags = TraceArguments.Pairs(arguments, "tags"),
            };
            return Reply(database.Write(writer => TraceStore.Start(writer, trace)));
        });

        routes.MapPatch("traces/{trace_id}", arguments =>
        {
            var end = TraceArguments.Milliseconds(arguments, "timestamp_ms");
            var state = TraceArguments.State(arguments.RequiredText("status"));
            var (metadata, tags) = (TraceArguments.Pairs(arguments, "request_metadata"), TraceArguments.Pairs(arguments, "tags"));
            return Reply(database.Write(writer => TraceStore.End(writer, Id(arguments), end, state, metadata, tags)));
        });

        routes.MapGet("traces/{trace_id}/info", arguments =>
            Reply(database.Read(connection => TraceStore.Get(connection, Id(arguments)))));

        routes.MapGet("traces", arguments => Search(database, arguments, arguments.Texts("experiment_ids"), TraceArguments.ToLegacyReply));

        static object Reply(Trace trace) => new { TraceInfo = TraceArguments.ToLegacyReply(trace) };
    }

    private static void MapShared(IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts, string version)
    {
        routes.MapPatch(
            "traces/{trace_id}/tags",
            arguments =>
            {
                var key = arguments.RequiredText("key");
                Names.Check(key, "key", arguments.PathOf("key"));
                var tag = TraceArguments.Cut(key, arguments.Text("value") ?? "");
                database.Write(writer => TraceStore.SetTag(writer, Id(arguments), tag));
                return JsonReplies.Empty;
            },
            version);

        routes.MapDelete(
            "traces/{trace_id}/tags",
            arguments =>
            {
                var key = arguments.RequiredText("key");
                database.Write(writer => TraceStore.DeleteTag(writer, Id(arguments), key));
                return JsonReplies.Empty;
            },
            version);

        routes.MapPost(
            "traces/link-to-run",
            arguments =>
            {
                var (traces, run) = (arguments.Texts("trace_ids"), arguments.RequiredText("run_id"));
                if (traces.Count > MaximumLinks)
                {
                    throw MlflowError.Invalid(
                        $"Cannot link more than {MaximumLinks} traces to a run in a single request. Provided {traces.Count} traces.");
                }

                database.Write(writer => TraceStore.Link(writer, traces, run));
                return JsonReplies.Empty;
            },
            version);

        routes.MapPost("traces/delete-traces", arguments => Delete(database, artifacts, arguments), version);

        routes.MapRaw(
            HttpMethods.Get,
            "mlflow/get-trace-artifact",
            context =>
            {
                var id = context.Request.Query["request_id"].FirstOrDefault() is { Length: > 0 } given ? given : throw new MlflowError(
                    400, "BAD_REQUEST", "Request must include the \"request_id\" query parameter.");
                var location = database.Read(connection => TraceStore.GetLocation(connection, TraceStore.Get(connection, id)));
                return ArtifactFile.SendAsync(context, artifacts.Find(ArtifactFolder.PathOf(location, SpansFile)), "attachment");
            },
            version);
    }

    private static object Delete(Database database, ArtifactFolder artifacts, RequestArguments arguments)
    {
        var experiment = arguments.RequiredText("experiment_id");
        var (until, most) = (arguments.Whole("max_timestamp_millis"), arguments.Whole("max_traces"));
        var traces = arguments.Texts("request_ids");
        if ((until is null) == (traces.Count == 0))
        {
            throw MlflowError.Invalid(until is null
                ? "Either `max_timestamp_millis` or `trace_ids` must be specified."
                : "Only one of `max_timestamp_millis` and `trace_ids` can be specified.");
        }

        if (most is not null && (traces.Count > 0 || most <= 0))
        {
            throw MlflowError.Invalid(traces.Count > 0
                ? "`max_traces` can't be specified if `trace_ids` is specified."
                : $"`max_traces` must be a positive integer, received {most}.");
        }

        var deleted = database.Write(writer => TraceStore.Delete(writer, experiment, until, most, traces));
        foreach (var location in deleted.Where(ArtifactFolder.IsHere))
        {
            artifacts.DeleteAll(location);
        }

        return new { TracesDeleted = deleted.Count };
    }

    private static object Search<T>(
        Database database, RequestArguments arguments, IReadOnlyList<string> experiments, Func<Trace, T> reply)
    {
        var offset = PageToken.Read(arguments.Text("page_token"));
        var size = SearchLimits.PageSize(arguments, DefaultPage, MaximumPage);
        var query = new TraceQuery(experiments.Select(ExperimentStore.ParseId), arguments.Text("filter"), arguments.Texts("order_by"));
        return database.Read(connection =>
        {
            var (rows, next) = PageToken.Cut(query.Run(connection, offset, size + 1), offset, size);
            return new { Traces = TraceStore.Read(connection, rows).Select(reply).ToList().OrNull(), NextPageToken = next };
        });
    }

    private static string Id(RequestArguments arguments) => arguments.Route("trace_id");
}
