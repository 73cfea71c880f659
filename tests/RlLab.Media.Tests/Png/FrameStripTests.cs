using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Png;

public class FrameStripTests
{
    [Fact]
    public void Lays_frames_out_in_rows()
    {
        var frames = Enumerable.Range(1, 3).Select(i => new Frame(2, 1, [.. Enumerable.Repeat((byte)i, 6)])).ToList();

        var strip = FrameStrip.Compose(frames, columns: 2, gap: 1);

        (strip.Width, strip.Height).Should().Be((5, 3));
        Row(0).Should().Equal(1, 1, 255, 2, 2);
        Row(1).Should().Equal(255, 255, 255, 255, 255);
        Row(2).Should().Equal(3, 3, 255, 255, 255);

        IEnumerable<byte> Row(int y) => Enumerable.Range(0, 5).Select(x => strip.Pixels[3 * (5 * y + x) + 1]);
    }

    [Fact]
    public void Makes_no_room_for_columns_that_stay_empty() =>
        FrameStrip.Compose([.. TestFrames.MovingSquare(10, 10, 2)], columns: 5, gap: 0).Width.Should().Be(20);

    [Fact]
    public void Refuses_no_frames_and_frames_of_different_sizes()
    {
        FluentActions.Invoking(() => FrameStrip.Compose([], 1)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => FrameStrip.Compose([new Frame(1, 1), new Frame(1, 2)], 1)).Should().Throw<ArgumentException>();
    }
}
