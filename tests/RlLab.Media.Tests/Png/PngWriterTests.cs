using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Png;

public class PngWriterTests
{
    [Theory]
    [InlineData(1, 1, 2, true)]
    [InlineData(31, 7, 3, true)]
    [InlineData(31, 7, 1 << 24, true)]
    [InlineData(64, 64, 1 << 24, false)]
    public void Keeps_every_pixel(int width, int height, int colours, bool indexed)
    {
        var frame = TestFrames.Noise(width, height, 1, colours).Single();
        using var output = new MemoryStream();

        PngWriter.Write(output, frame);

        var read = PngReader.Read(output.ToArray());
        read.IsIndexed.Should().Be(indexed);
        read.AnnouncedFrames.Should().BeNull();
        PngReader.Frames(output.ToArray()).Should().ContainSingle().Which.Pixels.Should().Equal(frame.Pixels);
    }

    [Fact]
    public void Filters_smooth_colours_into_little()
    {
        using var output = new MemoryStream();

        PngWriter.Write(output, TestFrames.Gradients(200, 100, 1).Single());

        output.Length.Should().BeLessThan(60_000 / 50);
    }
}
