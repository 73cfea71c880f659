namespace RlLab.Media;

/// <summary>Turns frames into a video file of one format.</summary>
public interface IVideoWriter
{
    /// <summary>The format's file extension, with its dot.</summary>
    string Extension { get; }

    /// <summary>Writes a video; the file is there only if it is whole.</summary>
    /// <param name="path">The file to write; one that is there already is replaced. Its folder must exist.</param>
    /// <param name="frames">At least one frame, all of one size; read once, in order, and not held.</param>
    /// <param name="framesPerSecond">How fast it plays: finite, above zero.</param>
    /// <param name="cancellation">Stops the writing; nothing is left behind.</param>
    /// <exception cref="VideoException">There are no frames, they differ in size, or the encoder failed; the message says which.</exception>
    void Write(string path, IEnumerable<Frame> frames, double framesPerSecond, CancellationToken cancellation = default);
}
