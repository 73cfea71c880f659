using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Artifacts;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Search;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Pages;

/// <summary>The pages and what their scripts ask for.</summary>
internal static class PageEndpoints
{
    private const int MaximumCurvePoints = 2000, DefaultCurvePoints = 500, MaximumCurves = 100;

    public static void MapPages(
        this IEndpointRouteBuilder routes, Database database, ArtifactFolder artifacts, TimeProvider clock)
    {
        routes.MapAssets();

        routes.MapGet("/", context =>
        {
            var experiments = database.Read(OverviewStore.ReadExperiments);
            return Layout.SendAsync(
                context, "Experiments", [], HomePage.Render(experiments, Address(context)), experiments.Any(experiment => experiment.Running > 0));
        });

        routes.MapGet("/experiments/{id:long}", context => SendExperimentAsync(context, database, clock));
        routes.MapGet("/runs/{id}", context => SendRunAsync(context, database, artifacts, clock));

        routes.MapGet("/runs/{id}/artifacts/{**path}", context =>
        {
            var info = database.Read(connection => RunStore.GetInfo(connection, Route(context, "id")));
            var path = RawPath.After(context, "/artifacts/");
            return ArtifactFile.SendAsync(context, artifacts.Find(ArtifactFolder.PathOf(info.ArtifactUri, path)), "inline");
        });

        routes.MapGet("/curves", context => SendCurvesAsync(context, database));
    }

    private static Task SendExperimentAsync(HttpContext context, Database database, TimeProvider clock)
    {
        var filter = context.Request.Query["filter"].ToString();
        string? error = null;
        return database.Read(connection =>
        {
            var experiment = Find(() => ExperimentStore.Get(connection, Route(context, "id")));
            if (experiment is null)
            {
                return SendMissingAsync(context, "experiment");
            }

            IReadOnlyList<long> rows = [];
            try
            {
                rows = new RunQuery([experiment.ExperimentId], filter, [], null).Run(connection, 0, ExperimentPage.MaximumRuns + 1);
            }
            catch (MlflowError unreadable)
            {
                error = unreadable.Message;
            }

            var runs = RunStore.Read(connection, [.. rows.Take(ExperimentPage.MaximumRuns)]);
            var content = ExperimentPage.Render(experiment, runs, rows.Count > runs.Count, filter, error, Address(context), Now(clock));
            return Layout.SendAsync(context, experiment.Name, [Step(experiment)], content, runs.Any(run => run.Info.Status == "RUNNING"));
        });
    }

    private static Task SendRunAsync(HttpContext context, Database database, ArtifactFolder artifacts, TimeProvider clock) =>
        database.Read(connection =>
        {
            var run = Find(() => RunStore.Get(connection, Route(context, "id")));
            if (run is null)
            {
                return SendMissingAsync(context, "run");
            }

            var children = RunStore.Read(connection, OverviewStore.ReadChildren(connection, run.Info.RunId, RunPage.MaximumChildren));
            var trail = new List<(string, string)> { Step(ExperimentStore.Get(connection, run.Info.ExperimentId.ToString())) };
            if (RunTree.Parent(run) is { } parent && Find(() => RunStore.GetInfo(connection, parent)) is { } above)
            {
                trail.Add((above.RunName, $"/runs/{above.RunId}"));
            }

            trail.Add((run.Info.RunName, $"/runs/{run.Info.RunId}"));
            var content = RunPage.Render(run, children, ArtifactList.Render(run.Info, artifacts), Now(clock));
            return Layout.SendAsync(context, run.Info.RunName, trail, content, children.Append(run).Any(any => any.Info.Status == "RUNNING"));
        });

    private static Task SendCurvesAsync(HttpContext context, Database database)
    {
        var query = context.Request.Query;
        var metric = query["metric"].ToString();
        var points = int.TryParse(query["points"], out var asked) ? Math.Clamp(asked, 2, MaximumCurvePoints) : DefaultCurvePoints;
        var curves = database.Read(connection => query["run"].Take(MaximumCurves).Select(run =>
        {
            var curve = OverviewStore.ReadCurve(connection, run!, metric, points);
            return new
            {
                Run = run,
                Steps = curve.Select(point => point.Step).ToList(),
                Values = curve.Select(point => point.Value is null ? double.NaN : point.Value.Value).ToList(),
                Times = curve.Select(point => point.Timestamp).ToList(),
            };
        }).Where(curve => curve.Steps.Count > 0).ToList());
        return JsonReplies.WriteAsync(context, new { Curves = curves });
    }

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
