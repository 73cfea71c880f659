using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace RlLab.Media.Tests.Support;

/// <summary>Reads PNG and animated PNG as a browser does, and refuses what the specifications forbid.</summary>
public sealed class PngReader
{
    private readonly List<Frame> _frames = [];
    private readonly MemoryStream _data = new();
    private Frame? _canvas;
    private (int Left, int Top, int Width, int Height) _area;
    private byte[] _palette = [];
    private int _sequence;

    public int BitDepth { get; private set; }

    public bool IsIndexed { get; private set; }

    public int? AnnouncedFrames { get; private set; }

    public List<double> Delays { get; } = [];

    /// <summary>The filter of each row of all frames.</summary>
    public List<int> Filters { get; } = [];

    public static IReadOnlyList<Frame> Frames(byte[] file) => Read(file)._frames;

    public static PngReader Read(byte[] file)
    {
        var reader = new PngReader();
        file[..8].Should().Equal(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A);
        var at = 8;
        var type = "";
        while (at < file.Length)
        {
            type.Should().NotBe("IEND", "nothing may follow the end");
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            type = Encoding.ASCII.GetString(file, at + 4, 4);
            var checksum = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length));
            checksum.Should().Be(SlowCrc(file.AsSpan(at + 4, 4 + length)), "of the chunk {0}", type);
            reader.Take(type, file.AsSpan(at + 8, length));
            at += 12 + length;
        }

        type.Should().Be("IEND");
        return reader;
    }

    private void Take(string type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case "IHDR":
                _canvas = new Frame(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                _area = (0, 0, _canvas.Width, _canvas.Height);
                BitDepth = data[8];
                IsIndexed = data[9] == 3;
                data[9].Should().BeOneOf(2, 3);
                data[10..].ToArray().Should().OnlyContain(b => b == 0);
                break;
            case "PLTE":
                _palette = data.ToArray();
                break;
            case "acTL":
                AnnouncedFrames = BinaryPrimitives.ReadInt32BigEndian(data);
                break;
            case "fcTL":
                FinishFrame();
                BinaryPrimitives.ReadInt32BigEndian(data).Should().Be(_sequence++);
                _area = (BinaryPrimitives.ReadInt32BigEndian(data[12..]), BinaryPrimitives.ReadInt32BigEndian(data[16..]),
                    BinaryPrimitives.ReadInt32BigEndian(data[4..]), BinaryPrimitives.ReadInt32BigEndian(data[8..]));
                Delays.Add(BinaryPrimitives.ReadUInt16BigEndian(data[20..]) / (double)BinaryPrimitives.ReadUInt16BigEndian(data[22..]));
                data[24..].ToArray().Should().Equal(0, 0);
                break;
            case "IDAT":
                _data.Write(data);
                break;
            case "fdAT":
                BinaryPrimitives.ReadInt32BigEndian(data).Should().Be(_sequence++);
                _data.Write(data[4..]);
                break;
            default:
                type.Should().Be("IEND");
                FinishFrame();
                break;
        }
    }

    private void FinishFrame()
    {
        if (_data.Length == 0)
        {
            return;
        }

        _data.Position = 0;
        using var pixels = new ZLibStream(_data, CompressionMode.Decompress, leaveOpen: true);
        var bits = IsIndexed ? BitDepth : 24;
        var above = new byte[(_area.Width * bits + 7) / 8];
        for (var y = 0; y < _area.Height; y++)
        {
            var filter = pixels.ReadByte();
            var row = new byte[above.Length];
            pixels.ReadExactly(row);
            Filters.Add(filter);
            Unfilter(filter, row, above, Math.Max(bits / 8, 1));
            for (var x = 0; x < _area.Width; x++)
            {
                Colour(row, x, bits).CopyTo(_canvas!.Pixels.AsSpan(3 * ((_area.Top + y) * _canvas.Width + _area.Left + x)));
            }

            above = row;
        }

        pixels.ReadByte().Should().Be(-1, "the data ends with the last row");
        _data.SetLength(0);
        _frames.Add(_canvas! with { Pixels = [.. _canvas.Pixels] });
    }

    private ReadOnlySpan<byte> Colour(byte[] row, int x, int bits)
    {
        if (!IsIndexed)
        {
            return row.AsSpan(3 * x, 3);
        }

        var index = row[x * bits / 8] >> (8 - bits - x * bits % 8) & ((1 << bits) - 1);
        return _palette.AsSpan(3 * index, 3);
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int distance)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance];
            int corner = i < distance ? 0 : above[i - distance];
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                4 => new[] { left, above[i], corner }.MinBy(candidate => Math.Abs(left + above[i] - corner - candidate)),
                _ => throw new InvalidDataException($"There is no filter {filter}."),
            });
        }
    }

    private static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
