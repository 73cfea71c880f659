using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary>What logs to a run: <c>runs/log-batch</c>, <c>runs/set-tag</c> and their like.</summary>
internal static class LoggingEndpoints
{
    private const int MaximumPoints = 1000, MaximumPairs = 100, MaximumTogether = 1000;

    public static void MapLogging(this IEndpointRouteBuilder routes, Database database)
    {
        routes.MapPost("runs/log-metric", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var point = LogArguments.Point(arguments);
            var ofModels = LogArguments.ModelMetrics([arguments], [point]);
            return Write(writer =>
            {
                LogStore.LogBatch(writer, run, [point], [], []);
                LoggedModelMetricStore.Add(writer, run, ofModels);
            });
        });

        routes.MapPost("runs/log-parameter", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var parameter = LogArguments.Parameter(arguments);
            return Write(writer => LogStore.LogParameter(writer, run, parameter));
        });

        routes.MapPost("runs/log-batch", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var items = arguments.Objects("metrics");
            var points = LogArguments.Points(items);
            var ofModels = LogArguments.ModelMetrics(items, points);
            var parameters = LogArguments.Parameters(arguments);
            var tags = LogArguments.Tags(arguments);
            CheckLimits(points.Count, parameters.Count, tags.Count);
            CheckUnique(parameters);
            return Write(writer =>
            {
                LogStore.LogBatch(writer, run, points, parameters, tags);
                LoggedModelMetricStore.Add(writer, run, ofModels);
            });
        });

        routes.MapPost("runs/set-tag", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var tag = LogArguments.Tag(arguments);
            return Write(writer => LogStore.SetTag(writer, RunStore.GetActiveRow(writer, run), tag));
        });

        routes.MapPost("runs/delete-tag", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var key = arguments.RequiredText("key");
            return Write(writer => LogStore.DeleteTag(writer, run, key));
        });

        routes.MapPost("runs/log-model", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var model = LoggedModelTag.Read(arguments.RequiredText("model_json"));
            return Write(writer => LogStore.AddToTag(writer, run, LoggedModelTag.Key, model));
        });

        routes.MapPost("runs/log-inputs", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var inputs = arguments.Objects("datasets").Select(ReadInput).ToList();
            var models = arguments.Objects("models").Select(model => model.RequiredText("model_id")).ToList();
            return Write(writer =>
            {
                var row = RunStore.GetActiveRow(writer, run);
                inputs.ForEach(input => DatasetStore.Add(writer, row, input));
                models.ForEach(model => LogStore.AddModel(writer, row, model, "in", 0));
            });
        });

        routes.MapPost("runs/outputs", arguments =>
        {
            var run = RunEndpoints.RunId(arguments);
            var models = arguments.Objects("models").Select(model => (Id: model.RequiredText("model_id"), Step: model.Whole("step") ?? 0)).ToList();
            return Write(writer =>
            {
                var row = RunStore.GetActiveRow(writer, run);
                models.ForEach(model => LogStore.AddModel(writer, row, model.Id, "out", model.Step));
            });
        });

        object Write(Action<DatabaseWriter> work)
        {
            database.Write(work);
            return JsonReplies.Empty;
        }
    }

    private static void CheckLimits(int points, int parameters, int tags)
    {
        Check("metrics", points, MaximumPoints);
        Check("params", parameters, MaximumPairs);
        Check("tags", tags, MaximumPairs);
        Check("metrics, params, and tags", points + parameters + tags, MaximumTogether);

        static void Check(string what, int count, int limit)
        {
            if (count > limit)
            {
                throw MlflowError.Invalid(
                    $"A batch logging request can contain at most {limit} {what}. Got {count} {what}. "
                    + $"Please split up {what} across multiple requests and try again.");
            }
        }
    }

    private static void CheckUnique(IReadOnlyList<KeyValue> parameters)
    {
        var repeated = parameters.GroupBy(parameter => parameter.Key).Where(group => group.Count() > 1).Select(group => $"'{group.Key}'").ToList();
        if (repeated.Count > 0)
        {
            throw MlflowError.Invalid(
                $"Duplicate parameter keys have been submitted: [{string.Join(", ", repeated)}]. "
                + "Please ensure the request contains only one param value per param key.");
        }
    }

    private static DatasetInput ReadInput(RequestArguments arguments)
    {
        var dataset = arguments.Object("dataset");
        return new DatasetInput(
            [
                .. arguments.Objects("tags").Select(tag => new KeyValue(
                    tag.RequiredText("key", Names.MaximumInputTagKey), tag.Text("value", Names.MaximumInputTag) ?? "")),
            ],
            new Dataset(
                dataset.RequiredText("name", Names.MaximumDatasetName),
                dataset.RequiredText("digest", Names.MaximumDigest),
                dataset.RequiredText("source_type", Names.MaximumDigest),
                dataset.RequiredText("source", Names.MaximumDatasetSource),
                dataset.Text("schema", Names.MaximumSchema),
                dataset.Text("profile", Names.MaximumProfile)));
    }
}
