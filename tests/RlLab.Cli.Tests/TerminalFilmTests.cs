namespace RlLab.Cli.Tests;

/// <summary>A film on a terminal.</summary>
public sealed class TerminalFilmTests
{
    [Fact]
    public void Two_rows_of_pixels_are_a_line_of_half_blocks_and_a_colour_is_said_once()
    {
        byte[] pixels = [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0];
        FramePicture.Of(new Frame(2, 2, pixels), columns: 10, rows: 10).Should().Be(
            "\u001b[38;2;255;0;0;48;2;0;0;255m\u2580\u001b[38;2;255;0;0;48;2;0;255;0m\u2580\u001b[0m\n");
        FramePicture.Of(new Frame(4, 2), columns: 10, rows: 10).Should().Be("\u001b[38;2;0;0;0;48;2;0;0;0m\u2580\u2580\u2580\u2580\u001b[0m\n");
    }

    [Theory]
    [InlineData(600, 400, 80, 40, 80, 27)]
    [InlineData(600, 400, 200, 20, 60, 20)]
    [InlineData(160, 210, 40, 100, 40, 26)]
    [InlineData(7, 5, 80, 40, 7, 3)]
    public void It_fits_the_terminal_and_keeps_its_shape(int width, int height, int columns, int rows, int cells, int lines)
    {
        var picture = FramePicture.Of(new Frame(width, height), columns, rows).TrimEnd('\n').Split('\n');
        picture.Should().HaveCount(lines);
        picture[0].Count(character => character == '\u2580').Should().Be(cells);
    }

    [Fact]
    public void A_thin_line_is_dimmed_and_not_lost()
    {
        var frame = new Frame(100, 100);
        for (var x = 0; x < 100; x++)
        {
            frame.Pixels[3 * (50 * 100 + x)] = 255;
        }

        FramePicture.Of(frame, columns: 10, rows: 5).Should().Contain("38;2;0;0;0;48;2;25;0;0m");
    }

    [Fact]
    public void Every_frame_is_passed_on_and_only_as_many_are_drawn_as_a_terminal_can_follow()
    {
        var clock = new LateClock();
        using var terminal = new StringWriter();
        var film = new TerminalFilm(terminal, 10, 10, clock, CancellationToken.None);
        film.Show(Enumerable.Repeat(new Frame(2, 2), 100), framesPerSecond: 100).Should().HaveCount(100);
        terminal.ToString().Count(character => character == '\n').Should().Be(25);
    }

    /// <summary>A second passes whenever it is read, so that every frame is late and nothing waits.</summary>
    private sealed class LateClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }
}
