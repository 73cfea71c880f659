using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using RlLab.Tracking.Server.Store;

namespace RlLab.Tracking.Server.Points;

/// <summary>Reads series by the chunks of their points, and the points themselves only where they must be told apart.</summary>
internal sealed class SeriesReader : IDisposable
{
    private const int MostSkipped = 8;

    private readonly Statement _chunks, _parts, _from, _after;

    // The chunk whose parts were read last.
    private long _partsOf = -1;
    private int _partsPlace;

    private readonly Reading? _reading;

    /// <summary>A reader on a connection of its own, which it ends.</summary>
    public SeriesReader(Reading reading, CurveAxis axis)
        : this(reading.Connection, axis) => _reading = reading;

    public SeriesReader(SqliteConnection connection, CurveAxis axis)
    {
        Axis = axis;
        const string order = SeriesPoint.Columns;
        _chunks = new Statement(connection, $"SELECT {Chunk.Columns} FROM chunks WHERE series = ?1 ORDER BY {order}");
        _parts = new Statement(connection, $"SELECT parts FROM chunks WHERE series = ?1 AND ({order}) >= (?2, ?3, ?4, ?5) ORDER BY {order}");
        _from = new Statement(connection, SeriesPoint.SelectFrom);
        _after = new Statement(connection, $"SELECT {order} FROM points WHERE series = ?1 AND ({order}) > (?2, ?3, ?4, ?5) ORDER BY {order}");
    }

    /// <summary>What the series are read over.</summary>
    public CurveAxis Axis { get; }

    /// <summary>The chunks of a series and the points after them.</summary>
    public OpenSeries Open(Series series)
    {
        var chunks = new List<Chunk>();
        _chunks.Bind(1, series.Id);
        while (_chunks.Step())
        {
            chunks.Add(Chunk.Read(_chunks));
        }

        var tail = new List<SeriesPoint>();
        (chunks.Count > 0 ? chunks[^1].Last : SeriesPoint.BeforeAll).Bind(_after.Bind(1, series.Id), 2);
        while (_after.Step())
        {
            tail.Add(SeriesPoint.Read(_after));
        }

        return new OpenSeries(this, series, chunks, tail);
    }

    /// <summary>The parts of a chunk, in order.</summary>
    /// <param name="place">Its place among the chunks of its series.</param>
    /// <remarks>
    /// SQLite reads the whole of each row that it compares in a search, parts included, which is a dozen pages: where the last chunk asked for lies
    /// shortly before this one, it goes on from there.
    /// </remarks>
    public PointBlock[] Parts(Series series, Chunk chunk, int place)
    {
        if (_partsOf != series.Id || place <= _partsPlace || place > _partsPlace + MostSkipped)
        {
            _parts.Reset();
            chunk.First.Bind(_parts.Bind(1, series.Id), 2);
            (_partsOf, _partsPlace) = (series.Id, place - 1);
        }

        for (; _partsPlace < place; _partsPlace++)
        {
            _parts.Step();
        }

        return MemoryMarshal.Cast<byte, PointBlock>(_parts.Bytes(0)).ToArray();
    }

    /// <summary>So many points from one on, in order.</summary>
    public SeriesPoint[] Points(Series series, SeriesPoint first, long count) => SeriesPoint.ReadFrom(_from, series.Id, first, (int)count);

    public void Dispose()
    {
        _chunks.Dispose();
        _parts.Dispose();
        _from.Dispose();
        _after.Dispose();
        _reading?.Dispose();
    }
}
