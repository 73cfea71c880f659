using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace RlLab.Tracking.Server.Points;

/// <summary>Reads series by the chunks of their points, and the points themselves only where they must be told apart.</summary>
internal sealed class SeriesReader : IDisposable
{
    private readonly SqliteCommand _chunks, _parts, _from, _after;

    public SeriesReader(SqliteConnection connection, CurveAxis axis)
    {
        Axis = axis;
        const string order = SeriesPoint.Columns;
        _chunks = Prepare(connection, $"SELECT {Chunk.Columns} FROM chunks WHERE series = $1 ORDER BY {order}", 1);
        _parts = Prepare(connection, $"SELECT parts FROM chunks WHERE series = $1 AND ({order}) = ($2, $3, $4, $5)", 5);
        _from = Prepare(connection, SeriesPoint.SelectFrom, 6);
        _after = Prepare(connection, $"SELECT {order} FROM points WHERE series = $1 AND ({order}) > ($2, $3, $4, $5) ORDER BY {order}", 5);
    }

    /// <summary>What the series are read over.</summary>
    public CurveAxis Axis { get; }

    /// <summary>The chunks of a series and the points after them.</summary>
    public OpenSeries Open(Series series)
    {
        var chunks = new List<Chunk>();
        _chunks.Parameters[0].Value = series.Id;
        using (var rows = _chunks.ExecuteReader())
        {
            while (rows.Read())
            {
                chunks.Add(Chunk.Read(rows));
            }
        }

        var tail = new List<SeriesPoint>();
        _after.Parameters[0].Value = series.Id;
        (chunks.Count > 0 ? chunks[^1].Last : SeriesPoint.BeforeAll).Bind(_after, 1);
        using (var rows = _after.ExecuteReader())
        {
            while (rows.Read())
            {
                tail.Add(SeriesPoint.Read(rows));
            }
        }

        return new OpenSeries(this, series, chunks, tail);
    }

    /// <summary>The parts of a chunk, in order.</summary>
    public PointBlock[] Parts(Series series, Chunk chunk)
    {
        _parts.Parameters[0].Value = series.Id;
        chunk.First.Bind(_parts, 1);
        return MemoryMarshal.Cast<byte, PointBlock>((byte[])_parts.ExecuteScalar()!).ToArray();
    }

    /// <summary>So many points from one on, in order.</summary>
    public SeriesPoint[] Points(Series series, SeriesPoint first, long count) => SeriesPoint.ReadFrom(_from, series.Id, first, (int)count);

    public void Dispose()
    {
        _chunks.Dispose();
        _parts.Dispose();
        _from.Dispose();
        _after.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= parameters; number++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + number });
        }

        return command;
    }
}
