using System.IO.Compression;

namespace RlLab.Media;

/// <summary>Writes an animated PNG, without loss and without any other program; browsers play it.</summary>
/// <remarks>
/// Each frame holds only the rectangle that changed. Whether 256 colours suffice is known only after the last frame, so the changes
/// wait in a file of their own meanwhile: memory holds two frames, however long the video is.
/// </remarks>
public sealed class AnimatedPngWriter : IVideoWriter
{
    /// <inheritdoc/>
    public string Extension => ".png";

    /// <inheritdoc/>
    public void Write(string path, IEnumerable<Frame> frames, double framesPerSecond, CancellationToken cancellation = default)
    {
        CheckedFrames.CheckRate(framesPerSecond);
        using var file = new PartialFile(path);
        using (var changes = OpenChanges(path))
        {
            var film = Record(CheckedFrames.Of(frames, cancellation), changes);
            changes.Position = 0;
            using var output = File.Create(file.Path);
            Encode(film, changes, FrameDelay.Of(framesPerSecond), output, cancellation);
        }

        file.Complete();
    }

    private static FileStream OpenChanges(string path) => new(
        path + ".changes", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    /// <summary>Reads the frames once, writes down what changes from one to the next, and gathers the colours.</summary>
    private static Film Record(IEnumerable<Frame> frames, Stream changes)
    {
        Frame? previous = null;
        Palette? palette = new();
        var areas = new List<PixelRectangle>();
        using var compressed = new DeflateStream(changes, CompressionLevel.Fastest, leaveOpen: true);
        foreach (var frame in frames)
        {
            var area = previous is null ? PixelRectangle.Whole(frame) : PixelRectangle.Change(previous, frame);
            var pixels = area.Cut(frame);
            palette = palette?.TryAdd(pixels) == true ? palette : null;
            compressed.Write(pixels);
            areas.Add(area);

            // A renderer may draw the next frame into the same memory.
            previous ??= new Frame(frame.Width, frame.Height);
            frame.Pixels.CopyTo(previous.Pixels, 0);
        }

        return new(areas, palette);
    }

    private static void Encode(Film film, Stream changes, FrameDelay delay, Stream output, CancellationToken cancellation)
    {
        var chunks = new PngChunks(output);
        var encoder = new ImageDataEncoder(film.Palette);
        using var recorded = new DeflateStream(changes, CompressionMode.Decompress, leaveOpen: true);
        chunks.WriteHeader(film.Areas[0].Width, film.Areas[0].Height, film.Palette);
        chunks.WriteAnimationControl(film.Areas.Count);
        if (film.Palette is not null)
        {
            chunks.WritePalette(film.Palette);
        }

        var sequence = 0;
        for (var i = 0; i < film.Areas.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var area = film.Areas[i];
            var pixels = new byte[3 * area.Width * area.Height];
            recorded.ReadExactly(pixels);
            var data = encoder.Encode(pixels, area.Width);
            chunks.WriteFrameControl(sequence++, area, delay);
            if (i == 0)
            {
                chunks.WriteImageData(data);
            }
            else
            {
                chunks.WriteFrameData(sequence++, data);
            }
        }

        chunks.WriteEnd();
    }

    /// <summary>What is known after the last frame.</summary>
    /// <param name="Areas">What changes in each frame.</param>
    /// <param name="Palette">All colours; null if they are too many.</param>
    private sealed record Film(List<PixelRectangle> Areas, Palette? Palette);
}
