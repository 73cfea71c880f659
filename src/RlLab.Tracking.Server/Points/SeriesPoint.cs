using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Points;

/// <summary>A point of a series as the database keeps it, which is also its key and its place among the others.</summary>
/// <param name="Kept">The number that is kept, see <see cref="PointValue"/>.</param>
internal readonly record struct SeriesPoint(long Timestamp, long Step, double Kept, bool IsNaN) : IComparable<SeriesPoint>
{
    /// <summary>Where no point is, and all come after.</summary>
    public static readonly SeriesPoint BeforeAll = new(long.MinValue, 0, 0, false);

    /// <summary>The columns of a point in their order, which is that of the table.</summary>
    public const string Columns = "timestamp, step, value, is_nan";

    /// <summary>So many points of a series from one on; see <see cref="ReadFrom"/>.</summary>
    public const string SelectFrom =
        $"SELECT {Columns} FROM points WHERE series = ?1 AND ({Columns}) >= (?2, ?3, ?4, ?5) ORDER BY {Columns} LIMIT ?6";

    /// <summary>The value that was logged, which may be NaN or infinite.</summary>
    public double Value => PointValue.Told(IsNaN ? null : Kept);

    public long At(CurveAxis axis) => axis == CurveAxis.Step ? Step : Timestamp;

    public int CompareTo(SeriesPoint other) =>
        (Timestamp, Step, Kept, IsNaN).CompareTo((other.Timestamp, other.Step, other.Kept, other.IsNaN));

    /// <summary>The point in four columns of a row.</summary>
    public static SeriesPoint Read(Statement row, int column = 0) =>
        new(row.Whole(column), row.Whole(column + 1), row.Real(column + 2), row.Whole(column + 3) != 0);

    /// <summary>Sets four parameters of a statement.</summary>
    public Statement Bind(Statement statement, int parameter) =>
        statement.Bind(parameter, Timestamp).Bind(parameter + 1, Step).Bind(parameter + 2, Kept).Bind(parameter + 3, IsNaN ? 1 : 0);

    /// <summary>So many points of a series from one on, in order.</summary>
    /// <param name="select">The statement <see cref="SelectFrom"/>.</param>
    public static SeriesPoint[] ReadFrom(Statement select, long series, SeriesPoint first, int count)
    {
        first.Bind(select.Bind(1, series), 2).Bind(6, count);
        var points = new SeriesPoint[count];
        for (var i = 0; select.Step(); i++)
        {
            points[i] = Read(select);
        }

        return points;
    }
}
