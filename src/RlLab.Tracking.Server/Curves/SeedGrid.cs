using RlLab.Tracking.Server.Points;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Curves;

/// <summary>The seeds of all groups gathered on one grid.</summary>
/// <param name="Places">The x of each bucket: the last place at which any seed has a point; null where none has.</param>
/// <param name="Groups">For each seed of each group what it has before the grid, in each bucket, and after it.</param>
internal sealed record SeedGrid(IReadOnlyList<long?> Places, IReadOnlyList<IReadOnlyList<PointSummary[]>> Groups)
{
    /// <summary>A thread more is worth its connection for so many seeds.</summary>
    private const int SeedsOfThread = 8;

    /// <summary>Reads the seeds, and gathers them, by all processors.</summary>
    /// <param name="groups">The runs of each group.</param>
    public static SeedGrid Read(
        Database database, IReadOnlyList<IReadOnlyList<string>> groups, string metric, CurveAxis axis, CurveRange range, int buckets)
    {
        var seeds = database.Read(connection => groups.Select(runs => Series.Find(connection, runs, metric)).ToList());
        var all = seeds.SelectMany(group => group).DistinctBy(seed => seed.Id).ToList();
        var readers = new SeriesReader[Math.Clamp(all.Count / SeedsOfThread, 1, Environment.ProcessorCount)];
        var (opened, gathered) = (new OpenSeries[all.Count], new PointSummary[all.Count][]);
        try
        {
            Each((reader, place) => opened[place] = reader.Open(all[place]));
            if (GridOf(opened, range, buckets) is not { } grid)
            {
                return new SeedGrid([], [.. groups.Select(_ => new List<PointSummary[]>())]);
            }

            Each((_, place) => gathered[place] = opened[place].Gather(grid));
            var bySeed = all.Zip(gathered).ToDictionary(pair => pair.First.Id, pair => pair.Second);
            return new SeedGrid(
            PlacesOf(all, gathered, axis, grid.Count), [.. seeds.Select(group => group.Select(seed => bySeed[seed.Id]).ToList())]);
        }
        finally
        {
            Array.ForEach(readers, reader => reader?.Dispose());
        }

        // A thread has the same seeds each time, with a connection of their own.
        void Each(Action<SeriesReader, int> work) => Parallel.For(0, readers.Length, thread =>
        {
            readers[thread] ??= new SeriesReader(database.BeginRead(), axis);
            for (var place = thread; place < all.Count; place += readers.Length)
            {
                work(readers[thread], place);
            }
        });
    }

    private static long?[] PlacesOf(IReadOnlyList<Series> seeds, PointSummary[][] gathered, CurveAxis axis, int count)
    {
        var places = new long?[count];
        for (var seed = 0; seed < seeds.Count; seed++)
        {
            for (var bucket = 0; bucket < count; bucket++)
            {
                if (gathered[seed][bucket + 1] is { Count: > 0 } summary)
                {
                    places[bucket] = Math.Max(places[bucket] ?? long.MinValue, summary.Maximum(axis) - seeds[seed].OriginOf(axis));
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
