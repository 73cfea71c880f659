using System.ComponentModel;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using CliWrap;

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

        // Frames are made on the caller's thread, to which torch's scopes belong, and go to the encoder on others: a run's thread may be its own
        // synchronization context, and what must go on while it waits here must not need it. Some frames may wait, so that neither waits for each.
        var picture = new Yuv420(checkedFrames.Current.Width, checkedFrames.Current.Height);
        var pixels = new Pipe(new PipeOptions(
            pauseWriterThreshold: 8 * picture.Length, resumeWriterThreshold: 4 * picture.Length, useSynchronizationContext: false));
        var errors = new StringBuilder();
        var arguments = Arguments(picture, framesPerSecond, file.Path);
        var encoding = Task.Run(() => EncodeAsync(arguments, pixels.Reader, errors, cancellation), CancellationToken.None);
        try
        {
            do
            {
                picture.Convert(checkedFrames.Current.Pixels).CopyTo(pixels.Writer.GetSpan(picture.Length));
                pixels.Writer.Advance(picture.Length);
            }
            while (IsRead(pixels.Writer) && checkedFrames.MoveNext());
        }
        finally
        {
            // Whatever interrupted the frames: the encoder must not live on, nor hold the file. It ends with its input.
            pixels.Writer.Complete();
            Task.WaitAny([encoding], CancellationToken.None);
        }

        var exitCode = encoding.GetAwaiter().GetResult().ExitCode;
        if (exitCode != 0)
        {
            throw new VideoException($"{ffmpeg} could not encode '{path}' (exit code {exitCode}): {errors.ToString().Trim()}");
        }

        file.Complete();
    }

    private async Task<CommandResult> EncodeAsync(
        IEnumerable<string> arguments, PipeReader pixels, StringBuilder errors, CancellationToken cancellation)
    {
        try
        {
            return await Cli.Wrap(ffmpeg)
                .WithArguments(arguments)
                .WithStandardInputPipe(PipeSource.Create((input, ended) => pixels.CopyToAsync(input, ended)))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellation);
        }
        catch (Win32Exception exception)
        {
            throw new VideoException($"'{ffmpeg}' cannot be started: {exception.GetBaseException().Message}.", exception);
        }
        finally
        {
            // Where the encoder has gone no further frame is made; its exit code and its own words say why.
            await pixels.CompleteAsync();
        }
    }

    /// <summary>Waits until there is room for more; false where nobody reads any more.</summary>
    private static bool IsRead(PipeWriter writer) => !writer.FlushAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult().IsCompleted;

    private static IEnumerable<string> Arguments(Yuv420 picture, double framesPerSecond, string path) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pixel_format", "yuv420p", "-color_range", "tv",
        "-video_size", string.Create(CultureInfo.InvariantCulture, $"{picture.Width}x{picture.Height}"),
        "-framerate", framesPerSecond.ToString("R", CultureInfo.InvariantCulture),
        "-i", "pipe:0",

        // One thread: a world is not drawn faster than one encodes, runs train beside it, and two would take half as much time again. A drawn
        // picture moves little and as a whole: eight frames in nine between two others, chosen without looking ahead, and the simplest search for
        // motion take two thirds of the time, and fewer bytes. What is lost cannot be seen (53 dB and more).
        "-c:v", "libx264", "-threads", "1", "-preset", "veryfast", "-crf", "18",
        "-x264-params", "me=dia:subme=1:partitions=none:bframes=8:b-adapt=0:rc-lookahead=8:scenecut=0",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-movflags", "+faststart",
        path,
    ];
}
