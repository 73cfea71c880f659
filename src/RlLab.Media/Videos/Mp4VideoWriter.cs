using System.Diagnostics;
using System.Globalization;

namespace RlLab.Media;

/// <summary>Writes H.264 in mp4 through <c>ffmpeg</c>, as every browser plays it.</summary>
/// <param name="ffmpeg">The program's path; one built with libx264.</param>
/// <remarks>A width or height that is odd gets one more black column or row, because H.264's chroma is sampled by twos.</remarks>
public sealed class Mp4VideoWriter(string ffmpeg) : IVideoWriter
{
    /// <inheritdoc/>
    public string Extension => ".mp4";

    /// <inheritdoc/>
    public void Write(string path, IEnumerable<Frame> frames, double framesPerSecond, CancellationToken cancellation = default)
    {
        CheckedFrames.CheckRate(framesPerSecond);
        using var file = new PartialFile(path);
        using var checkedFrames = CheckedFrames.Of(frames, cancellation).GetEnumerator();
        checkedFrames.MoveNext();
        var first = checkedFrames.Current;

        using var process = Start(Arguments(first, framesPerSecond, file.Path));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            using (cancellation.Register(() => Kill(process)))
            {
                Pipe(checkedFrames, process);
                process.WaitForExit();
            }
        }
        finally
        {
            // Whatever interrupted the frames: the encoder must not live on, nor hold the file.
            Kill(process);
            process.WaitForExit();
        }

        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new VideoException($"{ffmpeg} could not encode '{path}' (exit code {process.ExitCode}): {errors.Result.Trim()}");
        }

        file.Complete();
    }

    private static void Pipe(IEnumerator<Frame> frames, Process process)
    {
        var input = process.StandardInput.BaseStream;
        while (TryDo(() => input.Write(frames.Current.Pixels)) && frames.MoveNext())
        {
        }

        TryDo(input.Close);
    }

    /// <summary>Does something with the encoder's input. Where the encoder has gone, its exit code and its own words say why.</summary>
    private static bool TryDo(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(ffmpeg, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new VideoException($"'{ffmpeg}' cannot be started: {exception.Message}.", exception);
        }
    }

    private static IEnumerable<string> Arguments(Frame first, double framesPerSecond, string path) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pixel_format", "rgb24",
        "-video_size", string.Create(CultureInfo.InvariantCulture, $"{first.Width}x{first.Height}"),
        "-framerate", framesPerSecond.ToString("R", CultureInfo.InvariantCulture),
        "-i", "pipe:0",
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-movflags", "+faststart",
        path,
    ];

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has exited by itself.
        }
    }
}
