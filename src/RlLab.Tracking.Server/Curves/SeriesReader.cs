using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Curves;

/// <summary>Reads the points of series: as they are, or gathered on a grid.</summary>
internal sealed class SeriesReader(SqliteConnection connection, CurveAxis axis)
{
    /// <summary>What is told of all points of a series together.</summary>
    public PointSummary Total(Series series)
    {
        var total = default(PointSummary);
        foreach (var point in All(series))
        {
            total.Add(point);
        }

        return total;
    }

    /// <summary>The points of a series gathered on a grid.</summary>
    /// <returns>What lies before the grid, then a summary for each bucket, empty where it has no points, then what lies after.</returns>
    public PointSummary[] Gather(Series series, Grid grid)
    {
        var origin = series.OriginOf(axis);
        var gathered = new PointSummary[grid.Count + 2];
        foreach (var point in All(series))
        {
            gathered[grid.IndexOf(point.At(axis) - origin) + 1].Add(point);
        }

        return gathered;
    }

    /// <summary>The points of a series from a first x to a last one, both included, in their order.</summary>
    public IReadOnlyList<SeriesPoint> Points(Series series, long first, long last)
    {
        var origin = series.OriginOf(axis);
        return [.. All(series).Where(point => point.At(axis) - origin >= first && point.At(axis) - origin <= last).OrderBy(point => point.At(axis))];
    }

    /// <summary>The first points that are NaN or infinite from a first x to a last one, in their order.</summary>
    public IReadOnlyList<SeriesPoint> NonFinite(Series series, long first, long last, int most) =>
        [.. Points(series, first, last).Where(point => !double.IsFinite(point.Value)).Take(most)];

    private IEnumerable<SeriesPoint> All(Series series)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT timestamp, step, value, is_nan FROM points WHERE series = $1 ORDER BY timestamp, step, value, is_nan";
        command.Parameters.AddWithValue("$1", series.Id);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var value = PointValue.Told(reader.GetInt64(3) == 0 ? reader.GetDouble(2) : null);
            yield return new SeriesPoint(reader.GetInt64(0), reader.GetInt64(1), value);
        }
    }
}
