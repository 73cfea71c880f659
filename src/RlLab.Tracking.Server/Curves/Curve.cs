using RlLab.Tracking.Server.Points;

namespace RlLab.Tracking.Server.Curves;

/// <summary>A metric of a run to be drawn: what is told of the points of each bucket, or the points themselves where they are few.</summary>
/// <param name="Count">How many points there are in the range.</param>
/// <param name="X">The last place of each bucket that has points.</param>
/// <param name="Low">The least finite value, NaN where there is none.</param>
/// <param name="High">The largest finite value, NaN where there is none.</param>
/// <param name="Mean">The mean of the finite values, NaN where there are none.</param>
/// <param name="Last">The value at that place.</param>
/// <param name="NonFiniteCount">How many points are NaN or infinite.</param>
/// <param name="NonFinite">The first of those: place and value.</param>
internal sealed record Curve(
    string RunId, long Count, long[] X, double[] Low, double[] High, double[] Mean, double[] Last, long NonFiniteCount, object[][] NonFinite)
{
    /// <summary>More points than these that are not finite are counted, not listed.</summary>
    private const int ListedNonFinite = 100;

    /// <summary>The curve of a series over a range of an axis, in so many buckets at most.</summary>
    public static Curve Read(OpenSeries series, CurveAxis axis, CurveRange range, int buckets)
    {
        range = range.Within(series.Range());
        if (range.IsEmpty)
        {
            return new Curve(series.Series.RunId, 0, [], [], [], [], [], 0, []);
        }

        var gathered = series.Gather(Grid.Even(range.First, range.Last, buckets)).AsSpan(1, buckets);
        var (count, nonFinite) = (0L, 0L);
        foreach (ref var bucket in gathered)
        {
            (count, nonFinite) = (count + bucket.Count, nonFinite + bucket.NonFinite);
        }

        var listed = nonFinite == 0 ? [] : series.NonFinite(range, ListedNonFinite);
        PointSummary[] shown = count <= buckets
            ? [.. series.Points(range).Select(PointSummary.Of)]
            : [.. gathered.ToArray().Where(bucket => bucket.Count > 0)];
        return new Curve(
            series.Series.RunId,
            count,
            [.. shown.Select(bucket => series.Last(bucket))],
            [.. shown.Select(bucket => bucket.LowOrNaN)],
            [.. shown.Select(bucket => bucket.HighOrNaN)],
            [.. shown.Select(bucket => bucket.Mean)],
            [.. shown.Select(bucket => bucket.Last(axis))],
            nonFinite,
            [.. listed.Select(point => new object[] { series.At(point), point.Value })]);
    }
}
