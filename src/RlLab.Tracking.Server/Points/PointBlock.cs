using System.Runtime.InteropServices;

namespace RlLab.Tracking.Server.Points;

/// <summary>
/// Some points of a series that follow each other in the order of their times: where they begin, and what is told of them together.
/// </summary>
/// <remarks>The database keeps it as it lies in memory, little-endian: its fields keep their order for ever.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PointBlock(SeriesPoint first, PointSummary points)
{
    private readonly long _timestamp = first.Timestamp, _step = first.Step;
    private readonly double _kept = first.Kept;
    private readonly long _isNaN = first.IsNaN ? 1 : 0;
    private readonly PointSummary _points = points;

    /// <summary>The first of them.</summary>
    public SeriesPoint First => new(_timestamp, _step, _kept, _isNaN != 0);

    public PointSummary Points => _points;

    /// <summary>Points, in order, in blocks of so many, and what is left over in the last.</summary>
    public static PointBlock[] Cut(ReadOnlySpan<SeriesPoint> points, int size)
    {
        var blocks = new PointBlock[(points.Length + size - 1) / size];
        for (var i = 0; i < blocks.Length; i++)
        {
            var part = points.Slice(i * size, Math.Min(size, points.Length - i * size));
            var summary = default(PointSummary);
            foreach (var point in part)
            {
                summary.Add(point);
            }

            blocks[i] = new PointBlock(part[0], summary);
        }

        return blocks;
    }
}
