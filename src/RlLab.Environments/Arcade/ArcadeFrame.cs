namespace RlLab.Environments;

/// <summary>An Atari frame as the arcade experiments' network sees it: grey, cropped, and a quarter of the size.</summary>
/// <remarks>
/// The mean over the channels of the rows 1 to 170, a border of 2 rows of grey 150 above and below, and of that every 4th row and column
/// from 1: 44 x 40 bytes. The mean is rounded down to a byte, so that a memory of frames takes a quarter of floats' room.
/// </remarks>
public static class ArcadeFrame
{
    /// <summary>Rows of the result.</summary>
    public const int Height = 44;

    /// <summary>Columns of the result.</summary>
    public const int Width = 40;

    private const int SourceHeight = 210, SourceWidth = 160, Channels = 3;
    private const int FirstRow = 1, Rows = 170, Border = 2, Every = 4, From = 1;
    private const byte BorderGrey = 150;

    /// <summary>The shape and the bounds of the result.</summary>
    public static Box<byte> Space { get; } = new(0, 255, Height, Width);

    /// <summary>A world whose frames are reduced so.</summary>
    /// <param name="world">A world of 210 x 160 x 3 bytes; disposed with the result.</param>
    /// <exception cref="ArgumentException">The world's frames have another shape.</exception>
    public static IEnvironment<byte, int> Reduce(IEnvironment<byte, int> world) =>
        world.ObservationSpace.Shape is [SourceHeight, SourceWidth, Channels]
            ? new ObservationTransform<byte, byte, int>(world, Space, Reduce)
            : throw new ArgumentException(
                $"An Atari frame is {SourceHeight} x {SourceWidth} x {Channels}; "
                + $"this world's are {string.Join(" x ", world.ObservationSpace.Shape)}.",
                nameof(world));

    /// <summary>Reduces one frame.</summary>
    /// <param name="source">210 x 160 x 3 bytes.</param>
    /// <param name="reduced">Receives 44 x 40 bytes.</param>
    public static void Reduce(ReadOnlySpan<byte> source, Span<byte> reduced)
    {
        for (var row = 0; row < Height; row++)
        {
            var target = reduced.Slice(row * Width, Width);
            var sourceRow = From + row * Every - Border;
            if (sourceRow is < 0 or >= Rows)
            {
                target.Fill(BorderGrey);
                continue;
            }

            var line = source.Slice((FirstRow + sourceRow) * SourceWidth * Channels, SourceWidth * Channels);
            for (var column = 0; column < Width; column++)
            {
                var pixel = (From + column * Every) * Channels;
                target[column] = (byte)((line[pixel] + line[pixel + 1] + line[pixel + 2]) / Channels);
            }
        }
    }
}
