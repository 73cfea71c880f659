using System.Security.Cryptography;
using RlLab.Journal;

namespace RlLab.Tracking;

/// <summary>An artifact while it is written: beside the others, and among them only once it is whole.</summary>
internal sealed class IncomingArtifact : IDisposable
{
    private readonly string _temporary;
    private readonly string _final;

    private IncomingArtifact(string temporary, string final)
    {
        _temporary = temporary;
        _final = final;
        using var content = File.OpenRead(temporary);
        Size = content.Length;
        Digest = Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Length in bytes.</summary>
    public long Size { get; }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    public static IncomingArtifact Write(string folder, string path, Action<Stream> write)
    {
        var temporary = Path.Combine(RunFolder.Incoming(folder), Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(RunFolder.Incoming(folder));
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
            }

            return new IncomingArtifact(temporary, RunFolder.Artifact(folder, path));
        }
        catch (Exception error)
        {
            TryDelete(temporary);
            if (error is IOException or UnauthorizedAccessException)
            {
                throw Failure(RunFolder.Artifact(folder, path), error);
            }

            throw;
        }
    }

    /// <summary>Puts the artifact in its place, in one step.</summary>
    public void Keep()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_final)!);
            File.Move(_temporary, _final, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(_final, error);
        }
    }

    /// <summary>Waits until it is on the disk itself.</summary>
    public void Flush() => Flush(_temporary);

    /// <summary>Waits until a file is on the disk itself; one that is gone needs it no more.</summary>
    /// <exception cref="JournalException">The disk failed.</exception>
    public static void Flush(string file)
    {
        try
        {
            using var kept = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(kept);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Whoever took it away knows.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(file, error);
        }
    }

    public void Dispose() => TryDelete(_temporary);

    private static JournalException Failure(string path, Exception error) => new(
        path,
        $"The artifact {path} could not be kept: {error.Message.TrimEnd('.')}. All that was logged before is kept. Free some "
            + "space or mend the folder, then log it again.",
        error);

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left over in a folder that nobody reads.
        }
    }
}
