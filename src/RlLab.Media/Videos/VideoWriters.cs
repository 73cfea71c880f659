using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace RlLab.Media;

/// <summary>The best video writer that this machine can run.</summary>
public static class VideoWriters
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Chooses mp4 where an <c>ffmpeg</c> with libx264 is found, else an animated PNG.</summary>
    /// <param name="searchPath">Folders to look in, separated as in PATH. Default: the PATH.</param>
    public static VideoWriterChoice Choose(string? searchPath = null)
    {
        var ffmpeg = Find(searchPath ?? Environment.GetEnvironmentVariable("PATH") ?? "");
        return ffmpeg is null
            ? new(new AnimatedPngWriter(), "animated PNG, because there is no ffmpeg on the PATH; install ffmpeg for mp4")
            : Encodes(ffmpeg, out var problem)
                ? new(new Mp4VideoWriter(ffmpeg), $"mp4 (H.264) by {ffmpeg}")
                : new(new AnimatedPngWriter(), $"animated PNG, because {ffmpeg} {problem}; install an ffmpeg with libx264 for mp4");
    }

    private static string? Find(string searchPath) => searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg"))
        .FirstOrDefault(File.Exists);

    /// <summary>Whether an ffmpeg has an H.264 encoder; some are built without.</summary>
    private static bool Encodes(string ffmpeg, out string problem)
    {
        problem = "has no libx264";
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var asking = Cli.Wrap(ffmpeg).WithArguments(["-hide_banner", "-encoders"]).WithValidation(CommandResultValidation.None);

            // On another thread: the caller's may be its own synchronization context, which would wait here for itself.
            return Task.Run(async () => await asking.ExecuteBufferedAsync(patience.Token)).GetAwaiter().GetResult()
                .StandardOutput.Contains("libx264", StringComparison.Ordinal);
        }
        catch (OperationCanceledException)
        {
            problem = $"does not answer within {Patience.TotalSeconds} seconds";
        }
        catch (Win32Exception exception)
        {
            problem = $"cannot be started ({exception.GetBaseException().Message})";
        }

        return false;
    }
}

/// <summary>A video writer, and why it was chosen.</summary>
/// <param name="Writer">The writer.</param>
/// <param name="Reason">Its format and the reason, for a person.</param>
public sealed record VideoWriterChoice(IVideoWriter Writer, string Reason);
