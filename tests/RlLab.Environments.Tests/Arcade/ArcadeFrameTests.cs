namespace RlLab.Environments.Tests.Arcade;

public sealed class ArcadeFrameTests
{
    [Fact]
    public void Every_fourth_row_and_column_is_the_mean_of_its_channels()
    {
        var source = new byte[210 * 160 * 3];
        for (var row = 0; row < 210; row++)
        {
            for (var column = 0; column < 160; column++)
            {
                source.AsSpan((row * 160 + column) * 3, 3).Fill(0);
                source[(row * 160 + column) * 3] = (byte)row;
                source[(row * 160 + column) * 3 + 1] = (byte)column;
            }
        }

        var reduced = new byte[44 * 40];
        ArcadeFrame.Reduce(source, reduced);
        for (var row = 0; row < 44; row++)
        {
            for (var column = 0; column < 40; column++)
            {
                // Row 1 + 4i of what is rows 1 to 170 between two borders of 2 rows: row 4i of the frame, save the first and the last.
                var expected = row is 0 or 43 ? 150 : (4 * row + 1 + 4 * column) / 3;
                reduced[row * 40 + column].Should().Be((byte)expected, "row {0}, column {1}", row, column);
            }
        }
    }

    [Fact]
    public void A_world_of_another_shape_is_refused()
    {
        var reduce = () => ArcadeFrame.Reduce(new ArcadeStub([], shape: [4, 4]));
        reduce.Should().Throw<ArgumentException>().WithMessage("*210 x 160 x 3*4 x 4*");
    }
}
