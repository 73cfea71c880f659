using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Figures;

public class LinePlotTests
{
    private static readonly double[] Ten = [.. Enumerable.Range(0, 10).Select(i => (double)i)];

    [Fact]
    public void Puts_points_where_the_axes_say()
    {
        double[] x = [0, 200_000, 1_000_000];
        double[] y = [-3, 8.5, 20];

        var panel = Draw(new Line("", x, y)).Panel;

        var points = panel.Lines.Single().Single();
        points.Select(p => panel.XValue(p.X)).Should().Equal(x, (a, b) => Math.Abs(a - b) < 20);
        points.Select(p => panel.YValue(p.Y)).Should().Equal(y, (a, b) => Math.Abs(a - b) < 0.01);
        points[0].X.Should().Be(0);
        points[2].Y.Should().BeLessThan(points[1].Y, "larger values stand higher");
    }

    [Fact]
    public void Draws_a_band_from_its_upper_edge_back_along_its_lower()
    {
        double[] low = [0, 1, 2];
        double[] high = [4, 6, 8];

        var panel = Draw(new Line("", [0, 1, 2], [2, 3, 4], low, high)).Panel;

        var band = panel.Bands.Should().ContainSingle().Subject;
        band.Select(p => panel.YValue(p.Y)).Should().Equal(high.Concat(low.Reverse()), (a, b) => Math.Abs(a - b) < 0.02);
        band.Select(p => p.X).Should().Equal(0, 300, 600, 600, 300, 0);
    }

    [Fact]
    public void Makes_room_for_bands() => Draw(new Line("", [0, 1], [2, 3], [-50, 2], [3, 90])).Panel.Bands.Single()
        .Should().OnlyContain(p => p.Y >= 0 && p.Y <= 320);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e308)]
    public void Leaves_gaps_where_there_is_nothing_to_draw(double gap)
    {
        double[] y = [1, 2, gap, 4, gap, gap, 7, 8, 9, gap];

        var panel = Draw(new Line("a", Ten, y, y, y)).Panel;

        panel.Lines.Single().Select(stroke => stroke.Length).Should().Equal(2, 3);
        panel.Element.Descendants().Where(e => e.Name.LocalName == "circle").Should().ContainSingle()
            .Which.Attribute("cx")!.Value.Should().Be("225", "the single point stands at 3 of 0 to 8, the last that can be drawn");
        panel.Bands.Select(b => b.Length).Should().Equal(4, 2, 6);
    }

    [Fact]
    public void Thins_long_lines_but_keeps_what_stands_out()
    {
        var random = new RandomGenerator(1);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i == 77_777 ? 50 : i == 33_333 ? -50 : random.NextDouble())];

        var panel = Draw(new Line("", x, y, y, y)).Panel;

        var points = panel.Lines.Single().Single();
        points.Length.Should().BeInRange(900, 1002);
        points.Select(p => p.X).Should().BeInAscendingOrder();
        (points[0].X, points[^1].X).Should().Be((0, 600));
        panel.YValue(points.Min(p => p.Y)).Should().BeApproximately(50, 0.5);
        panel.XValue(points.MinBy(p => p.Y).X).Should().BeApproximately(77_777, 20);
        panel.YValue(points.Max(p => p.Y)).Should().BeApproximately(-50, 0.5);
        panel.Bands.Single().Length.Should().BeInRange(1800, 2004);
    }

    [Fact]
    public void Keeps_the_gaps_of_a_line_that_it_thins()
    {
        double[] x = [.. Enumerable.Range(0, 10_000).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i is >= 4000 and < 6000 ? double.NaN : i)];

        var strokes = Draw(new Line("", x, y)).Panel.Lines.Single();

        strokes.Should().HaveCount(2);
        strokes[0][^1].X.Should().BeApproximately(600 * 3999 / 9999.0, 0.02);
        strokes[1][0].X.Should().BeApproximately(600 * 6000 / 9999.0, 0.02);
    }

    [Fact]
    public void Tells_twenty_lines_apart()
    {
        var picture = Draw([.. Enumerable.Range(0, 20).Select(i => new Line($"line {i}", [0, 1], [i, i]))]);

        picture.Root.OfClass("stroke").Select(s => (s.Attribute("stroke")!.Value, s.Attribute("stroke-dasharray")?.Value))
            .Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Puts_the_legend_above_the_data_and_inside_the_picture()
    {
        var picture = Draw([.. Enumerable.Range(0, 12).Select(i => new Line($"learning rate 0.0{i}", [0, 1], [i, i])), new Line("", [0], [0])]);

        var texts = picture.Panel.Element.OfClass("legend").Single().Elements().Where(e => e.Name.LocalName == "text").ToList();
        texts.Select(t => t.Value).Should().Equal(Enumerable.Range(0, 12).Select(i => $"learning rate 0.0{i}"));
        texts.Should().OnlyContain(t => SvgPicture.Number(t, "y") < 0 && SvgPicture.Number(t, "y") > -picture.Panel.Position.Y);
        texts.Select(t => (SvgPicture.Number(t, "x"), SvgPicture.Number(t, "y"))).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Has_no_legend_for_lines_without_names() =>
        Draw(new Line("", [0, 1], [0, 1])).Root.OfClass("legend").Should().BeEmpty();

    [Theory]
    [InlineData(5e-324, 5e-324)]
    [InlineData(1e-320, 2e-320)]
    [InlineData(0, -1e-310)]
    public void Numbers_too_small_to_be_told_from_zero_are_drawn_as_zero(double one, double other)
    {
        var line = Draw(new Line("", [one, other], [one, other])).Panel.Lines.Single().Single();

        line.Should().OnlyContain(point => point.X == 0 && point.Y == line[0].Y && double.IsFinite(point.Y));
    }

    [Fact]
    public void Says_that_there_is_no_data()
    {
        Draw().Panel.Texts.Should().Contain("no data");
        Draw(new Line("a", [1, 2], [double.NaN, double.NaN])).Panel.Texts.Should().Contain("no data");
        Draw(new Line("a", [1, 2], [1, 2])).Panel.Texts.Should().NotContain("no data");
    }

    private static SvgPicture Draw(params Line[] lines) => new(new Figure("title", [new LinePanel("", "step", "return", lines)]));
}
