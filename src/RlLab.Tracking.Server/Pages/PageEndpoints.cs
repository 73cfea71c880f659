using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Images;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The pages and what their scripts ask for.</summary>
internal static class PageEndpoints
{
    public static void MapPages(
        this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts, TimeProvider clock)
    {
        routes.MapAssets();

        routes.MapGet("/", context =>
        {
            var experiments = database.Read(OverviewStore.ReadExperiments);
            var content = HomePage.Render(experiments, Address(context));
            return Layout.SendAsync(
                context, "Experiments", [], content, experiments.Any(experiment => experiment.Running > 0), script: "experiments");
        });

        routes.MapGet("/experiments/{id:long}", context => SendExperimentAsync(context, database, isComparison: false));
        routes.MapGet("/experiments/{id:long}/compare", context => SendExperimentAsync(context, database, isComparison: true));
        routes.MapOwn("non-finite", arguments => NonFinite(database, arguments));
        routes.MapGet("/runs/{id}", context => SendRunAsync(context, database, artifacts, clock));

        routes.MapGet("/runs/{id}/artifacts/{**path}", context =>
        {
            var info = database.Read(connection => RunStore.GetInfo(connection, Route(context, "id")));
            var path = RawPath.After(context, "/artifacts/");
            return ArtifactFile.SendAsync(context, artifacts.Find(ArtifactFolder.PathOf(info.ArtifactUri, path)), "inline");
        });
    }

    /// <summary>Where the values of each metric of a run began not to be finite.</summary>
    private static object NonFinite(Database database, RequestArguments arguments)
    {
        var run = arguments.RequiredText("run_id");
        return new { Metrics = database.Read(connection => OverviewStore.ReadNonFinite(connection, run)) };
    }

    private static Task SendExperimentAsync(HttpContext context, Database database, bool isComparison) => database.Read(connection =>
    {
        var experiment = Find(() => ExperimentStore.Get(connection, Route(context, "id")));
        if (experiment is null)
        {
            return SendMissingAsync(context, "experiment");
        }

        var filter = context.Request.Query["filter"].ToString();
        var catalog = OverviewStore.ReadCatalog(connection, experiment.ExperimentId);
        if (isComparison)
        {
            (string, string)[] trail = [Step(experiment), ("Compare", $"/experiments/{experiment.ExperimentId}/compare")];
            return Layout.SendAsync(
                context, $"Compare · {experiment.Name}", trail, ExperimentPage.Comparison(experiment, catalog, filter), script: "compare");
        }

        var rows = new RunQuery([experiment.ExperimentId], "", [], null).Run(connection, 0, ExperimentPage.PlainRuns);
        var infos = RunStore.ReadInfos(connection, rows);
        var content = ExperimentPage.Runs(experiment, catalog, [.. rows.Select(row => infos[row])], filter, Address(context));
        return Layout.SendAsync(context, experiment.Name, [Step(experiment)], content, script: "runs");
    });

    private static Task SendRunAsync(HttpContext context, Database database, ArtifactFolder artifacts, TimeProvider clock) =>
        database.Read(connection =>
        {
            var run = Find(() => RunStore.Get(connection, Route(context, "id")));
            if (run is null)
            {
                return SendMissingAsync(context, "run");
            }

            var catalog = OverviewStore.CountChildren(connection, run.Info.RunId) == 0
                ? null
                : OverviewStore.ReadCatalog(connection, run.Info.ExperimentId, run.Info.RunId);
            var trail = new List<(string, string)> { Step(ExperimentStore.Get(connection, run.Info.ExperimentId.ToString())) };
            if (run.Parent() is { } parent && Find(() => RunStore.GetInfo(connection, parent)) is { } above)
            {
                trail.Add((above.RunName, $"/runs/{above.RunId}"));
            }

            trail.Add((run.Info.RunName, $"/runs/{run.Info.RunId}"));
            var images = ArtifactFolder.IsHere(run.Info.ArtifactUri) ? LoggedImages.Read(artifacts, run.Info.ArtifactUri) : [];
            var content = RunPage.Render(run, catalog, images, ArtifactList.Render(run.Info, artifacts), Now(clock));
            var script = catalog is null ? "run" : "sweep";
            return Layout.SendAsync(context, run.Info.RunName, trail, content, run.Info.Status == "RUNNING", script: script);
        });

    private static Task SendMissingAsync(HttpContext context, string what) => Layout.SendAsync(
        context,
        "Not found",
        [],
        Html.Of($"""<h1>There is no such {what}</h1><p>It may have been deleted. <a href="/">All experiments</a></p>"""),
        status: StatusCodes.Status404NotFound);

    private static T? Find<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (MlflowError error) when (error.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    private static (string Name, string Url) Step(Wire.Experiment experiment) =>
        (experiment.Name, $"/experiments/{experiment.ExperimentId}");

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static string Address(HttpContext context) => $"http://{context.Request.Host}";

    private static long Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
