using System.Runtime.InteropServices;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Points;

/// <summary>About a thousand points of a series that follow each other in the order of their times, and what is told of them together.</summary>
/// <param name="First">The first of them, by which the chunk is found.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Points">What is told of them together; the row of a chunk also has what is told of each 32 of them.</param>
internal sealed record Chunk(SeriesPoint First, SeriesPoint Last, PointSummary Points)
{
    /// <summary>How many points a chunk has, unless points came late: then up to twice as many.</summary>
    public const int Size = 1_024;

    /// <summary>How many points a part of a chunk has.</summary>
    public const int PartSize = 32;

    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "timestamp, step, value, is_nan, last_timestamp, last_step, last_value, last_is_nan, total";

    public static Chunk Read(Statement row) =>
        new(SeriesPoint.Read(row), SeriesPoint.Read(row, 4), MemoryMarshal.Read<PointSummary>(row.Bytes(8)));
}
