using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Endpoints;

/// <summary><c>experiments/</c>.</summary>
internal static class ExperimentEndpoints
{
    private const int MaximumDatasetExperiments = 20;

    public static void MapExperiments(this IEndpointRouteBuilder routes, Database database, TimeProvider clock)
    {
        routes.MapPost("experiments/create", arguments =>
        {
            var name = RequiredName(arguments, "name");
            var tags = ReadTags(arguments);
            var location = ArtifactLocation.Check(arguments.Text("artifact_location", Names.MaximumLocation));
            var id = database.Write(writer =>
            {
                var created = ExperimentStore.Create(writer, clock, name, location).ToString();
                foreach (var tag in tags)
                {
                    ExperimentStore.SetTag(writer, clock, created, tag);
                }

                return created;
            });
            return new { ExperimentId = id };
        });

        routes.MapGet("experiments/get", arguments => Get(database, arguments));

        routes.MapGet("experiments/get-by-name", arguments =>
        {
            var name = arguments.RequiredText("experiment_name");
            var experiment = database.Read(connection => ExperimentStore.FindByName(connection, name));
            return new { Experiment = experiment ?? throw MlflowError.NotFound($"Could not find experiment with name '{name}'") };
        });

        routes.MapPost("experiments/search", arguments => Search(database, arguments));
        routes.MapGet("experiments/search", arguments => Search(database, arguments));

        routes.MapPost("experiments/update", arguments =>
        {
            var id = arguments.RequiredText("experiment_id");
            var name = RequiredName(arguments, "new_name");
            database.Write(writer => ExperimentStore.Rename(writer, clock, id, name));
            return JsonReplies.Empty;
        });

        routes.MapPost("experiments/delete", arguments => Move(arguments, LifecycleStage.Active, LifecycleStage.Deleted));
        routes.MapPost("experiments/restore", arguments => Move(arguments, LifecycleStage.Deleted, LifecycleStage.Active));

        routes.MapPost("experiments/set-experiment-tag", arguments =>
        {
            var id = arguments.RequiredText("experiment_id");
            var tag = ReadTag(arguments);
            database.Write(writer => ExperimentStore.SetTag(writer, clock, id, tag));
            return JsonReplies.Empty;
        });

        routes.MapPost("experiments/delete-experiment-tag", arguments =>
        {
            var id = arguments.RequiredText("experiment_id");
            var key = arguments.RequiredText("key");
            database.Write(writer => ExperimentStore.DeleteTag(writer, id, key));
            return JsonReplies.Empty;
        });

        routes.MapPost("experiments/search-datasets", arguments => SearchDatasets(database, arguments));

        object Move(RequestArguments arguments, string from, string to)
        {
            var id = arguments.RequiredText("experiment_id");
            database.Write(writer => ExperimentStore.Move(writer, clock, id, from, to));
            return JsonReplies.Empty;
        }
    }

    public static object Get(Database database, RequestArguments arguments)
    {
        var id = arguments.RequiredText("experiment_id");
        return new { Experiment = database.Read(connection => ExperimentStore.Get(connection, id)) };
    }

    public static object SearchDatasets(Database database, RequestArguments arguments)
    {
        var experiments = arguments.Texts("experiment_ids");
        if (experiments.Count is 0 or > MaximumDatasetExperiments)
        {
            throw MlflowError.Invalid(experiments.Count == 0
                ? "SearchDatasets request must specify at least one experiment_id."
                : $"SearchDatasets request cannot specify more than {MaximumDatasetExperiments} experiment_ids. "
                    + $"Received {experiments.Count} experiment_ids.");
        }

        var ids = experiments.Select(ExperimentStore.ParseId).ToList();
        return new { DatasetSummaries = database.Read(connection => DatasetStore.Summarize(connection, ids)).OrNull() };
    }

    private static object Search(Database database, RequestArguments arguments)
    {
        var size = arguments.Whole("max_results") ?? 0;
        if (size < 1)
        {
            throw MlflowError.Invalid(
                $"Invalid value {size} for parameter 'max_results' supplied. It must be a positive integer");
        }

        if (size > SearchLimits.MaximumPage)
        {
            throw MlflowError.Invalid(
                $"Invalid value {size} for parameter 'max_results' supplied. It must be at most {SearchLimits.MaximumPage}");
        }

        var offset = PageToken.Read(arguments.Text("page_token"));
        var query = new ExperimentQuery(arguments.Text("filter"), arguments.Texts("order_by"), arguments.Text("view_type"));
        var (page, next) = PageToken.Cut(database.Read(connection => query.Run(connection, offset, size + 1)), offset, (int)size);
        return new { Experiments = page.OrNull(), NextPageToken = next };
    }

    private static string RequiredName(RequestArguments arguments, string field) => arguments.RequiredText(field, Names.MaximumExperiment);

    private static IReadOnlyList<KeyValue> ReadTags(RequestArguments arguments) => [.. arguments.Objects("tags").Select(ReadTag)];

    private static KeyValue ReadTag(RequestArguments arguments)
    {
        var key = arguments.RequiredText("key");
        Names.Check(key, "Tag key", arguments.PathOf("key"));
        return new KeyValue(key, arguments.Text("value", Names.MaximumExperimentTag) ?? "");
    }
}
