namespace RlLab.Tracking.Server.Points;

/// <summary>A series to be asked for what lies where on an axis.</summary>
internal sealed class OpenSeries(SeriesReader reader, Series series, IReadOnlyList<Chunk> chunks, IReadOnlyList<SeriesPoint> tail)
{
    private readonly long _origin = series.OriginOf(reader.Axis);

    public Series Series => series;

    /// <summary>The least and the largest x.</summary>
    public CurveRange Range()
    {
        var total = default(PointSummary);
        Walk(_ => false, block => total.Add(block), point => total.Add(point));
        return new CurveRange(First(total), Last(total));
    }

    /// <summary>The points gathered on a grid.</summary>
    /// <returns>What lies before the grid, then a summary for each bucket, empty where it has no points, then what lies after.</returns>
    public PointSummary[] Gather(Grid grid)
    {
        var gathered = new PointSummary[grid.Count + 2];
        Walk(
            block => grid.IndexOf(First(block)) != grid.IndexOf(Last(block)),
            block => gathered[grid.IndexOf(First(block)) + 1].Add(block),
            point => gathered[grid.IndexOf(At(point)) + 1].Add(point));
        return gathered;
    }

    /// <summary>The points of a range as they are, in the order of their x.</summary>
    public IReadOnlyList<SeriesPoint> Points(CurveRange range)
    {
        var found = new List<SeriesPoint>();
        Walk(block => Meets(range, block), _ => { }, point => Add(found, range, point));
        return [.. found.OrderBy(At)];
    }

    /// <summary>The first points of a range that are NaN or infinite, in the order of their x.</summary>
    public IReadOnlyList<SeriesPoint> NonFinite(CurveRange range, int most)
    {
        var found = new List<SeriesPoint>();
        Walk(
            block => block.NonFinite > 0 && found.Count < most && Meets(range, block),
            _ => { },
            point =>
            {
                if (found.Count < most && !double.IsFinite(point.Value))
                {
                    Add(found, range, point);
                }
            });
        return [.. found.OrderBy(At)];
    }

    /// <summary>The x of a point.</summary>
    public long At(SeriesPoint point) => point.At(reader.Axis) - _origin;

    /// <summary>The least x of some points.</summary>
    public long First(in PointSummary points) => points.Minimum(reader.Axis) - _origin;

    /// <summary>The largest x of some points.</summary>
    public long Last(in PointSummary points) => points.Maximum(reader.Axis) - _origin;

    private bool Meets(CurveRange range, in PointSummary block) => First(block) <= range.Last && Last(block) >= range.First;

    private void Add(List<SeriesPoint> found, CurveRange range, SeriesPoint point)
    {
        if (At(point) >= range.First && At(point) <= range.Last)
        {
            found.Add(point);
        }
    }

    /// <summary>Goes through all points in the order of their times, by blocks where a block will do.</summary>
    /// <param name="isOpened">Whether the points of a block must be seen.</param>
    /// <param name="take">Takes a block as a whole.</param>
    /// <param name="see">Takes a point.</param>
    private void Walk(Func<PointSummary, bool> isOpened, Action<PointSummary> take, Action<SeriesPoint> see)
    {
        for (var place = 0; place < chunks.Count; place++)
        {
            if (isOpened(chunks[place].Points))
            {
                WalkParts(reader.Parts(series, chunks[place], place), isOpened, take, see);
            }
            else
            {
                take(chunks[place].Points);
            }
        }

        foreach (var point in tail)
        {
            see(point);
        }
    }

    private void WalkParts(ReadOnlySpan<PointBlock> parts, Func<PointSummary, bool> isOpened, Action<PointSummary> take, Action<SeriesPoint> see)
    {
        while (!parts.IsEmpty)
        {
            // Parts that are opened one after the other are read together.
            var (opened, count) = (0, 0L);
            while (opened < parts.Length && isOpened(parts[opened].Points))
            {
                count += parts[opened++].Points.Count;
            }

            if (opened > 0)
            {
                foreach (var point in reader.Points(series, parts[0].First, count))
                {
                    see(point);
                }
            }
            else
            {
                take(parts[0].Points);
            }

            parts = parts[Math.Max(opened, 1)..];
        }
    }
}
