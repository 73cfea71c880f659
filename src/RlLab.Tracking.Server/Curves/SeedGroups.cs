using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Curves;

/// <summary>Brings the seeds of several settings onto one grid.</summary>
internal static class SeedGroups
{
    public static IReadOnlyList<GroupedCurve> Read(
        SeriesReader reader,
        CurveAxis axis,
        SqliteConnection connection,
        IReadOnlyList<(string Name, IReadOnlyList<string> Runs)> groups,
        string metric,
        CurveRange range,
        int buckets,
        SeedStatistic statistic)
    {
        var seeds = groups.Select(group => Series.Find(connection, group.Runs, metric)).ToList();
        if (GridOf(reader, axis, [.. seeds.SelectMany(group => group)], range, buckets) is not { } grid)
        {
            return [.. groups.Select(group => GroupedCurve.Empty(group.Name))];
        }

        var gathered = seeds.Select(group => group.Select(series => (series, Points: reader.Gather(series, grid))).ToList()).ToList();
        var places = new long?[grid.Count];
        foreach (var (series, points) in gathered.SelectMany(group => group))
        {
            for (var bucket = 0; bucket < places.Length; bucket++)
            {
                if (points[bucket + 1] is { Count: > 0 } summary)
                {
                    places[bucket] = Math.Max(places[bucket] ?? long.MinValue, summary.Maximum(axis) - series.OriginOf(axis));
                }
            }
        }

        return [.. groups.Zip(gathered, (group, points) =>
            GroupedCurve.Of(group.Name, places, [.. points.Select(seed => seed.Points)], axis, statistic))];
    }

    /// <summary>Each place that there is where they are few, as evaluations at the same steps are; else buckets of one width.</summary>
    private static Grid? GridOf(SeriesReader reader, CurveAxis axis, IReadOnlyList<Series> all, CurveRange range, int buckets)
    {
        if (all.Count > 0 && all.All(series => series.Points <= buckets))
        {
            long[] places = [.. all
                .SelectMany(series => reader.Points(series, range.First, range.Last).Select(point => point.At(axis) - series.OriginOf(axis)))
                .Distinct().Order()];
            if (places.Length <= buckets)
            {
                return places.Length == 0 ? null : Grid.Of(places);
            }
        }

        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var series in all)
        {
            var total = reader.Total(series);
            var origin = series.OriginOf(axis);
            (first, last) = (Math.Min(first, total.Minimum(axis) - origin), Math.Max(last, total.Maximum(axis) - origin));
        }

        range = range.Within(first, last);
        return range.IsEmpty ? null : Grid.Even(range.First, range.Last, buckets);
    }
}
