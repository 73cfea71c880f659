namespace RlLab.Media;

/// <summary>Writes a single picture as PNG, without loss.</summary>
public static class PngWriter
{
    /// <summary>Writes a picture; with 256 colours or fewer as indices of a palette.</summary>
    /// <param name="output">Receives the file; stays open.</param>
    /// <param name="frame">The picture.</param>
    public static void Write(Stream output, Frame frame)
    {
        var palette = new Palette();
        if (!palette.TryAdd(frame.Pixels))
        {
            palette = null;
        }

        var chunks = new PngChunks(output);
        chunks.WriteHeader(frame.Width, frame.Height, palette);
        if (palette is not null)
        {
            chunks.WritePalette(palette);
        }

        chunks.WriteImageData(new ImageDataEncoder(palette).Encode(frame.Pixels, frame.Width));
        chunks.WriteEnd();
    }
}
