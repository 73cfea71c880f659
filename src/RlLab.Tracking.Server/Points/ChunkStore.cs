using System.Runtime.InteropServices;
using Dapper;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Points;

/// <summary>Keeps the chunks of series as points arrive, so that a curve of a million points need not read them.</summary>
/// <remarks>
/// A series' points are in chunks but for the last ones, fewer than a chunk, which are read as they are. Points that come late, as a clock that was
/// set back makes them, are put into the chunk of their time, which is cut in two when it has grown too large.
/// </remarks>
internal static class ChunkStore
{
    private const string Descending = "timestamp DESC, step DESC, value DESC, is_nan DESC";
    private const string After = $"({SeriesPoint.Columns}) > (?2, ?3, ?4, ?5) ORDER BY {SeriesPoint.Columns}";

    /// <summary>Brings the chunks of a series up to date.</summary>
    /// <param name="series">The series as it is with the points added.</param>
    /// <param name="added">The points that were added.</param>
    public static void Grow(DatabaseWriter writer, ChunkedSeries series, IReadOnlyList<SeriesPoint> added)
    {
        var grown = AddLate(writer, series, added);
        if (grown.Points - grown.Chunked >= Chunk.Size)
        {
            grown = Append(writer, grown);
        }

        if (grown != series)
        {
            writer.Prepare("UPDATE series SET chunked = ?2, chunked_until = ?3 WHERE id = ?1")
                .Bind(1, series.Id).Bind(2, grown.Chunked).Bind(3, grown.ChunkedUntil).Run();
        }
    }

    /// <summary>Makes the chunks of all series of a database that has none.</summary>
    public static void Build(SqliteConnection connection)
    {
        var prepared = new Dictionary<string, Statement>();
        var writer = new DatabaseWriter(connection, prepared);
        var all = connection.Query<(long Id, long Points)>("SELECT id, points FROM series").AsList();
        all.ForEach(series => Grow(writer, new ChunkedSeries(series.Id, series.Points, 0, 0), []));
        foreach (var statement in prepared.Values)
        {
            statement.Dispose();
        }
    }

    private static ChunkedSeries AddLate(DatabaseWriter writer, ChunkedSeries series, IReadOnlyList<SeriesPoint> added)
    {
        if (series.Chunked == 0 || added.All(point => point.Timestamp > series.ChunkedUntil))
        {
            return series;
        }

        var end = Find(writer, series.Id, $"SELECT {Chunk.Columns} FROM chunks WHERE series = ?1 ORDER BY {Descending} LIMIT 1")!.Last;
        SeriesPoint[] late = [.. added.Where(point => point.CompareTo(end) < 0).Order()];
        for (var done = 0; done < late.Length;)
        {
            var chunk = FindAround(writer, series.Id, late[done]);
            var next = Find(writer, series.Id, $"SELECT {Chunk.Columns} FROM chunks WHERE series = ?1 AND {After} LIMIT 1", chunk.First);
            var count = next is null ? late.Length - done : late.Skip(done).TakeWhile(point => point.CompareTo(next.First) < 0).Count();
            Replace(writer, series.Id, chunk, late[done].CompareTo(chunk.First) < 0 ? late[done] : chunk.First, (int)chunk.Points.Count + count);
            done += count;
        }

        return series with { Chunked = series.Chunked + late.Length };
    }

    /// <summary>Cuts chunks from the points after the last chunk, and leaves over what makes no whole one.</summary>
    private static ChunkedSeries Append(DatabaseWriter writer, ChunkedSeries series)
    {
        var last = Find(writer, series.Id, $"SELECT {Chunk.Columns} FROM chunks WHERE series = ?1 ORDER BY {Descending} LIMIT 1");
        var read = writer.Prepare($"SELECT {SeriesPoint.Columns} FROM points WHERE series = ?1 AND {After}");
        (last?.Last ?? SeriesPoint.BeforeAll).Bind(read.Bind(1, series.Id), 2);
        var points = new SeriesPoint[Chunk.Size];
        var count = 0;
        while (series.Points - series.Chunked >= Chunk.Size && read.Step())
        {
            points[count++] = SeriesPoint.Read(read);
            if (count == points.Length)
            {
                Insert(writer, series.Id, points);
                series = series with { Chunked = series.Chunked + count, ChunkedUntil = points[^1].Timestamp };
                count = 0;
            }
        }

        read.Reset();
        return series;
    }

    private static void Replace(DatabaseWriter writer, long series, Chunk chunk, SeriesPoint first, int count)
    {
        var delete = writer.Prepare($"DELETE FROM chunks WHERE series = ?1 AND ({SeriesPoint.Columns}) = (?2, ?3, ?4, ?5)");
        chunk.First.Bind(delete.Bind(1, series), 2).Run();
        var points = SeriesPoint.ReadFrom(writer.Prepare(SeriesPoint.SelectFrom), series, first, count);
        var pieces = Math.Max(1, count / Chunk.Size);
        for (var piece = 0; piece < pieces; piece++)
        {
            Insert(writer, series, points.AsSpan()[(piece * count / pieces)..((piece + 1) * count / pieces)]);
        }
    }

    private static void Insert(DatabaseWriter writer, long series, ReadOnlySpan<SeriesPoint> points)
    {
        var parts = PointBlock.Cut(points, Chunk.PartSize);
        var total = default(PointSummary);
        foreach (var part in parts)
        {
            total.Add(part.Points);
        }

        var insert = writer.Prepare("INSERT INTO chunks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)").Bind(1, series);
        points[0].Bind(insert, 2);
        points[^1].Bind(insert, 6);
        insert.Bind(10, MemoryMarshal.AsBytes(new ReadOnlySpan<PointSummary>(in total))).Bind(11, MemoryMarshal.AsBytes(parts.AsSpan())).Run();
    }

    /// <summary>The chunk that a point lies in or after, or the first one where it lies before all.</summary>
    private static Chunk FindAround(DatabaseWriter writer, long series, SeriesPoint point) =>
        Find(
            writer,
            series,
            $"SELECT {Chunk.Columns} FROM chunks WHERE series = ?1 AND ({SeriesPoint.Columns}) <= (?2, ?3, ?4, ?5) ORDER BY {Descending} LIMIT 1",
            point)
        ?? Find(writer, series, $"SELECT {Chunk.Columns} FROM chunks WHERE series = ?1 ORDER BY {SeriesPoint.Columns} LIMIT 1")!;

    private static Chunk? Find(DatabaseWriter writer, long series, string sql, SeriesPoint? point = null)
    {
        var find = writer.Prepare(sql).Bind(1, series);
        point?.Bind(find, 2);
        var chunk = find.Step() ? Chunk.Read(find) : null;
        find.Reset();
        return chunk;
    }
}

/// <summary>How much of a series is in chunks.</summary>
/// <param name="Points">How many points it has.</param>
/// <param name="Chunked">How many of them are in chunks.</param>
/// <param name="ChunkedUntil">The time of the last of those.</param>
internal sealed record ChunkedSeries(long Id, long Points, long Chunked, long ChunkedUntil);
