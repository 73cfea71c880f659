using System.Globalization;
using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Videos;

public class Mp4VideoWriterTests : VideoWriterContract
{
    protected override IVideoWriter Create() => new Mp4VideoWriter(Ffmpeg.Require());

    [Theory]
    [InlineData(64, 48, 25, 50, 64, 48)]
    [InlineData(33, 15, 12.5, 10, 34, 16)]
    [InlineData(1, 1, 30, 3, 2, 2)]
    public void Writes_what_a_browser_plays(int width, int height, double rate, int count, int codedWidth, int codedHeight)
    {
        var path = Write(TestFrames.Gradients(width, height, count), rate);

        var video = Ffmpeg.Probe(path);

        video.Should().Contain("codec_name", "h264").And.Contain("pix_fmt", "yuv420p").And.Contain("color_space", "bt709");
        video["nb_read_frames"].Should().Be(count.ToString(CultureInfo.InvariantCulture));
        (video["width"], video["height"])
            .Should().Be((codedWidth.ToString(CultureInfo.InvariantCulture), codedHeight.ToString(CultureInfo.InvariantCulture)));
        double.Parse(video["duration"], CultureInfo.InvariantCulture).Should().BeApproximately(count / rate, 0.5 / rate);
    }

    [Fact]
    public void Can_be_played_before_it_is_loaded()
    {
        var file = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(Write(TestFrames.MovingSquare(64, 48, 30), 30)));

        file.IndexOf("moov", StringComparison.Ordinal).Should().BeLessThan(file.IndexOf("mdat", StringComparison.Ordinal));
    }

    [Fact]
    public void Keeps_the_pictures_close_to_the_frames()
    {
        var frames = TestFrames.Gradients(64, 48, 12).ToList();

        var decoded = Ffmpeg.Decode(Write(frames, 20), 64, 48);

        decoded.Should().HaveCount(frames.Count);
        decoded.Zip(frames, MeanDifference).Should().OnlyContain(difference => difference < 4);
    }

    [Fact]
    public void Follows_what_moves_to_and_fro_though_the_frames_share_one_array()
    {
        var drawn = new Frame(64, 48);

        var decoded = Ffmpeg.Decode(Write(new[] { 200, 100, 200, 200, 100 }.Select(Draw), 20), 64, 48);

        decoded.Select(picture => picture.Pixels[0] > 150).Should().Equal(true, false, true, true, false);
        decoded.Should().OnlyContain(picture => picture.Pixels.Last() < 10, "below is nothing");

        Frame Draw(int brightness)
        {
            drawn.Pixels.AsSpan(0, drawn.Pixels.Length / 2).Fill((byte)brightness);
            return drawn;
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(255, 255, 255)]
    [InlineData(255, 0, 0)]
    [InlineData(0, 255, 0)]
    [InlineData(0, 0, 255)]
    [InlineData(129, 29, 202)]
    public void Keeps_colours(byte red, byte green, byte blue)
    {
        var frame = new Frame(64, 48);
        for (var i = 0; i < frame.Pixels.Length; i += 3)
        {
            (frame.Pixels[i], frame.Pixels[i + 1], frame.Pixels[i + 2]) = (red, green, blue);
        }

        var decoded = Ffmpeg.Decode(Write([frame, frame, frame], 20), 64, 48);

        decoded.Should().OnlyContain(picture => picture.Pixels.Zip(frame.Pixels).All(pair => Math.Abs(pair.First - pair.Second) <= 4));
    }

    [Fact]
    public void Passes_on_what_ffmpeg_says()
    {
        var writer = Create();

        // H.264 allows no picture that wide.
        var writing = FluentActions.Invoking(
            () => writer.Write(Folder.File("wide.mp4"), [new Frame(40_000, 2)], 30, TestContext.Current.CancellationToken));

        writing.Should().Throw<VideoException>().WithMessage("*could not encode*wide.mp4*exit code*libx264*");
        Folder.Files.Should().BeEmpty();
    }

    [Theory]
    [InlineData("echo 'no space left' >&2; exit 3")]
    [InlineData("head -c 1000 > /dev/null; echo 'no space left' >&2; exit 3")]
    [InlineData("exec <&-; sleep 0.2; echo 'no space left' >&2; exit 3")]
    [InlineData("head -c 1000000 /dev/zero >&2; head -c 1000 > /dev/null; echo 'no space left' >&2; exit 3")]
    public void Makes_no_more_frames_once_the_encoder_is_gone_and_passes_on_its_words(string script)
    {
        var writer = new Mp4VideoWriter(Ffmpeg.StandIn(Folder, script));
        var endless = Enumerable.Repeat(new Frame(64, 64), int.MaxValue);

        FluentActions.Invoking(() => writer.Write(Folder.File("a.mp4"), endless, 30, TestContext.Current.CancellationToken))
            .Should().Throw<VideoException>().WithMessage("*could not encode*a.mp4*exit code 3*no space left");
        Folder.Files.Should().Equal("ffmpeg");
    }

    [Fact]
    public void Ends_an_encoder_that_takes_no_frames_when_it_shall_stop()
    {
        var writer = new Mp4VideoWriter(Ffmpeg.StandIn(Folder, "exec sleep 600"));
        using var stop = new CancellationTokenSource();
        var frames = Enumerable.Repeat(new Frame(640, 640), int.MaxValue).Select(frame =>
        {
            stop.CancelAfter(TimeSpan.FromMilliseconds(100));
            return frame;
        });

        FluentActions.Invoking(() => writer.Write(Folder.File("a.mp4"), frames, 30, stop.Token)).Should().Throw<OperationCanceledException>();
        Folder.Files.Should().Equal("ffmpeg");
    }

    [Fact]
    public void Says_which_program_cannot_be_started() =>
        new Mp4VideoWriter(Folder.File("nothing"))
            .Invoking(writer => writer.Write(Folder.File("a.mp4"), [new Frame(8, 8)], 30, TestContext.Current.CancellationToken))
            .Should().Throw<VideoException>().WithMessage("*nothing' cannot be started*");

    private static double MeanDifference(Frame a, Frame b) => a.Pixels.Zip(b.Pixels, (x, y) => Math.Abs(x - y)).Average();

    private string Write(IEnumerable<Frame> frames, double rate)
    {
        var path = Folder.File("film.mp4");
        Create().Write(path, frames, rate, TestContext.Current.CancellationToken);
        return path;
    }
}
