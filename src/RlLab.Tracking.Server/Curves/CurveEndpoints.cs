using Microsoft.AspNetCore.Routing;
using RlLab.Tracking.Server.Http;
using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Curves;

/// <summary><c>/api/rllab/curves</c>: metrics to be drawn, run by run or a band for each setting.</summary>
internal static class CurveEndpoints
{
    private const int MaximumRuns = 500, MaximumBuckets = 5_000, Buckets = 400, GroupBuckets = 200;

    /// <summary>All curves together have about so many buckets, and no curve fewer than those, unless a request says otherwise.</summary>
    private const int BucketsOfAll = 20_000, FewestBuckets = 100;

    /// <summary>The same of groups, where each bucket costs a read of each seed, and an interval by the bootstrap.</summary>
    private const int BucketsOfAllGroups = 6_000, FewestGroupBuckets = 50, MaximumGroupBuckets = 200_000;

    public static void MapCurves(this IEndpointRouteBuilder routes, Database database)
    {
        routes.MapOwn("curves", arguments => Curves(database, arguments));
        routes.MapOwn("curves/grouped", arguments => Grouped(database, arguments));
    }

    private static object Curves(Database database, RequestArguments arguments)
    {
        var runs = RunIds(arguments);
        var metric = arguments.RequiredText("metric");
        var axis = CurveAxes.Read(arguments);
        var range = CurveRange.Read(arguments);
        var buckets = BucketCount(arguments, Math.Clamp(BucketsOfAll / runs.Count, FewestBuckets, Buckets));
        var since = arguments.Whole("since") ?? 0;
        return database.Read(connection =>
        {
            using var reader = new SeriesReader(connection, axis);
            return new
            {
                Metric = metric,
                Cursor = RunStore.NewestVersion(connection),
                Curves = Series.Find(connection, runs, metric, since).Select(series => Curve.Read(reader.Open(series), axis, range, buckets))
                    .ToList(),
            };
        });
    }

    private static object Grouped(Database database, RequestArguments arguments)
    {
        var groups = arguments.Objects("groups").Select(group => (Name: group.RequiredText("name"), Runs: group.Texts("run_ids"))).ToList();
        var runs = groups.Sum(group => group.Runs.Count);
        CheckCount(arguments.PathOf("groups"), runs);
        var metric = arguments.RequiredText("metric");
        var axis = CurveAxes.Read(arguments);
        var range = CurveRange.Read(arguments);
        var usual = Math.Min(BucketsOfAllGroups / groups.Count, BucketsOfAll / runs);
        var buckets = BucketCount(arguments, Math.Clamp(usual, FewestGroupBuckets, GroupBuckets));
        if ((long)buckets * groups.Count > MaximumGroupBuckets)
        {
            throw MlflowError.Invalid($"{groups.Count} groups of {buckets} buckets are more than {MaximumGroupBuckets} in all. Ask for fewer.");
        }

        var statistic = SeedStatistic.Read(arguments);
        var seeds = SeedGrid.Read(database, [.. groups.Select(group => group.Runs)], metric, axis, range, buckets);
        return new
        {
            Groups = groups.Zip(seeds.Groups).AsParallel().AsOrdered()
                .Select(group => GroupedCurve.Of(group.First.Name, seeds.Places, group.Second, axis, statistic)).ToList(),
        };
    }

    private static IReadOnlyList<string> RunIds(RequestArguments arguments)
    {
        var runs = arguments.Texts("run_ids");
        CheckCount(arguments.PathOf("run_ids"), runs.Count);
        return runs;
    }

    private static void CheckCount(string field, int count)
    {
        if (count is 0 or > MaximumRuns)
        {
            throw MlflowError.Invalid($"'{field}' must name 1 to {MaximumRuns} runs, and names {count}.");
        }
    }

    private static int BucketCount(RequestArguments arguments, int usual) => arguments.Whole("buckets") switch
    {
        null => usual,
        { } count and >= 1 and <= MaximumBuckets => (int)count,
        { } other => throw MlflowError.Invalid($"'{arguments.PathOf("buckets")}' must be between 1 and {MaximumBuckets}, got {other}."),
    };
}
