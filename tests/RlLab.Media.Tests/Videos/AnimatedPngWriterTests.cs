using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Videos;

public class AnimatedPngWriterTests : VideoWriterContract
{
    public static TheoryData<string, int, int> Films => new()
    {
        { "one pixel", 1, 1 },
        { "two colours", 37, 11 },
        { "four colours", 37, 11 },
        { "sixteen colours", 37, 11 },
        { "256 colours", 64, 40 },
        { "257 colours", 64, 40 },
        { "square", 33, 9 },
        { "gradients", 40, 30 },
        { "noise", 17, 13 },
        { "still", 20, 20 },
        { "predicted", 70, 40 },
        { "predicted", 11, 40 },
    };

    protected override IVideoWriter Create() => new AnimatedPngWriter();

    [Theory, MemberData(nameof(Films))]
    public void Keeps_every_frame_to_the_bit(string film, int width, int height)
    {
        var frames = Film(film, width, height);

        var read = PngReader.Read(Write(frames, 30));

        read.AnnouncedFrames.Should().Be(frames.Count);
        PngReader.Frames(Write(frames, 30)).Select(f => Convert.ToHexString(f.Pixels))
            .Should().Equal(frames.Select(f => Convert.ToHexString(f.Pixels)));
    }

    [Theory]
    [InlineData("two colours", 1)]
    [InlineData("four colours", 2)]
    [InlineData("sixteen colours", 4)]
    [InlineData("256 colours", 8)]
    public void Takes_as_few_bits_a_pixel_as_the_colours_allow(string film, int bits)
    {
        var read = PngReader.Read(Write(Film(film, 64, 40), 30));

        (read.IsIndexed, read.BitDepth).Should().Be((true, bits));
    }

    [Fact]
    public void Takes_true_colour_beyond_a_palette() =>
        PngReader.Read(Write(Film("257 colours", 64, 40), 30)).IsIndexed.Should().BeFalse();

    [Theory]
    [InlineData(70)]
    [InlineData(11)]
    public void Takes_the_filter_that_says_a_row_best(int width)
    {
        var filters = PngReader.Read(Write([TestFrames.Predicted(width, 40)], 30)).Filters;

        // The rows of filter 0 are noise, which each filter says as badly, and the first row has none above it.
        Enumerable.Range(1, 39).Where(row => row % 5 != 0).Should().OnlyContain(row => filters[row] == row % 5);
    }

    [Theory]
    [InlineData(30, 1 / 30.0)]
    [InlineData(50, 0.02)]
    [InlineData(0.5, 2)]
    [InlineData(12.5, 0.08)]
    [InlineData(29.97, 1 / 29.97)]
    [InlineData(15.625, 0.064)]
    [InlineData(1000, 0.001)]
    [InlineData(0.0001, 10000)]
    public void Shows_each_frame_for_its_time(double rate, double seconds) =>
        PngReader.Read(Write([.. TestFrames.MovingSquare(8, 8, 3)], rate)).Delays
            .Should().HaveCount(3).And.OnlyContain(delay => Math.Abs(delay - seconds) < 1e-6 * seconds);

    [Fact]
    public void Writes_only_what_changed()
    {
        // A whole frame of this noise takes 3 x 100 x 100 bytes, as it cannot be compressed; what changes is a square of 5 x 4.
        var ground = TestFrames.Noise(100, 100, 1).Single();
        var frames = TestFrames.MovingSquare(100, 100, 50).Select(square => Overlay(ground, square)).ToList();

        Write(frames, 30).Length.Should().BeLessThan(2 * 30_000);
    }

    private static Frame Overlay(Frame ground, Frame square) => ground with
    {
        Pixels = [.. ground.Pixels.Select((p, i) => square.Pixels[i / 3 * 3 + 1] == 200 ? square.Pixels[i] : p)],
    };

    private static List<Frame> Film(string film, int width, int height) =>
    [
        .. film switch
        {
            "two colours" => TestFrames.Noise(width, height, 6, 2),
            "four colours" => TestFrames.Noise(width, height, 6, 4),
            "sixteen colours" => TestFrames.Noise(width, height, 6, 16),
            "256 colours" => TestFrames.Noise(width, height, 6, 256),
            "predicted" => [TestFrames.Predicted(width, height)],
            "257 colours" => TestFrames.Noise(width, height, 6, 257),
            "square" => TestFrames.MovingSquare(width, height, 40, 5),
            "gradients" => TestFrames.Gradients(width, height, 10),
            "still" => Enumerable.Repeat(TestFrames.Gradients(width, height, 1).Single(), 4),
            _ => TestFrames.Noise(width, height, 5),
        },
    ];

    private byte[] Write(List<Frame> frames, double rate)
    {
        var path = Folder.File("film.png");
        Create().Write(path, frames, rate, TestContext.Current.CancellationToken);
        return File.ReadAllBytes(path);
    }
}
