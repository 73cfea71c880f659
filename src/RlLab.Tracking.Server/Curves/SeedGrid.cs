using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Curves;

/// <summary>The seeds of all groups gathered on one grid.</summary>
/// <param name="Places">The x of each bucket: the last place at which any seed has a point; null where none has.</param>
/// <param name="Groups">For each seed of each group what it has before the grid, in each bucket, and after it.</param>
internal sealed record SeedGrid(IReadOnlyList<long?> Places, IReadOnlyList<IReadOnlyList<PointSummary[]>> Groups)
{
    /// <summary>So many seeds are read at a time by one thread, as one state of the results.</summary>
    private const int SeedsATime = 8;

    /// <summary>Reads the seeds, and gathers them by all processors.</summary>
    /// <param name="groups">The runs of each group.</param>
    /// <remarks>The grid is that of the state in which the seeds are found; what a seed has gained until it is gathered lies after it.</remarks>
    public static SeedGrid Read(
        Database database, IReadOnlyList<IReadOnlyList<string>> groups, string metric, CurveAxis axis, CurveRange range, int buckets)
    {
        var (seeds, grid) = database.Read(connection =>
        {
            using var reader = new SeriesReader(connection, axis);
            var found = groups.Select(runs => Series.Find(connection, runs, metric)).ToList();
            return (found, GridOf([.. found.SelectMany(group => group.Select(reader.Open))], range, buckets));
        });
        if (grid is null)
        {
            return new SeedGrid([], [.. groups.Select(_ => new List<PointSummary[]>())]);
        }

        var parts = seeds.SelectMany(group => group).DistinctBy(seed => seed.Id).Chunk(SeedsATime).ToList();
        var gathered = new IReadOnlyList<PointSummary[]>[parts.Count];
        Parallel.For(0, parts.Count, i => gathered[i] = database.Read(connection =>
        {
            using var reader = new SeriesReader(connection, axis);
            return parts[i].Select(seed => reader.Open(seed).Gather(grid)).ToList();
        }));
        var bySeed = parts.Zip(gathered, (part, all) => part.Zip(all)).SelectMany(pairs => pairs)
            .ToDictionary(pair => pair.First.Id, pair => pair.Second);
        return new SeedGrid(
            PlacesOf(seeds.SelectMany(group => group), bySeed, axis, grid.Count),
            [.. seeds.Select(group => group.Select(seed => bySeed[seed.Id]).ToList())]);
    }

    private static long?[] PlacesOf(IEnumerable<Series> seeds, IReadOnlyDictionary<long, PointSummary[]> gathered, CurveAxis axis, int count)
    {
        var places = new long?[count];
        foreach (var seed in seeds)
        {
            for (var bucket = 0; bucket < count; bucket++)
            {
                if (gathered[seed.Id][bucket + 1] is { Count: > 0 } summary)
                {
                    places[bucket] = Math.Max(places[bucket] ?? long.MinValue, summary.Maximum(axis) - seed.OriginOf(axis));
                }
            }
        }

        return places;
    }

    /// <summary>Each place that there is where they are few, as evaluations at the same steps are; else buckets of one width.</summary>
    private static Grid? GridOf(IReadOnlyList<OpenSeries> seeds, CurveRange range, int buckets)
    {
        range = seeds.Count == 0 ? default : range.Within(seeds.Select(seed => seed.Range()).Aggregate((one, other) => one.Around(other)));
        if (seeds.Count == 0 || range.IsEmpty)
        {
            return null;
        }

        if (seeds.All(seed => seed.Series.Points <= buckets))
        {
            long[] places = [.. seeds.SelectMany(seed => seed.Points(range).Select(seed.At)).Distinct().Order()];
            if (places.Length <= buckets)
            {
                return places.Length == 0 ? null : Grid.Of(places);
            }
        }

        return Grid.Even(range.First, range.Last, buckets);
    }
}
