using System.Xml.Linq;
using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Figures;

public class BarPlotTests
{
    private const double AreaWidth = 600;
    private const double AreaHeight = 320;

    [Fact]
    public void Gives_each_value_a_bar_from_zero_to_it()
    {
        var panel = Draw(["a", "b", "c"], new Bars("", [2, -1, 0]));

        var bars = Bars(panel);
        var zero = panel.YTicks.Single(t => t.Value == 0).Position;
        panel.YValue(bars[0].Top).Should().BeApproximately(2, 0.01);
        bars[0].Bottom.Should().BeApproximately(zero, 0.02);
        bars[1].Top.Should().BeApproximately(zero, 0.02);
        panel.YValue(bars[1].Bottom).Should().BeApproximately(-1, 0.01);
        (bars[2].Bottom - bars[2].Top).Should().Be(0);
    }

    [Fact]
    public void Grows_bars_from_zero_however_far_they_reach()
    {
        Draw(["a", "b"], new Bars("", [995, 1000])).YTicks[0].Value.Should().Be(0);
        Draw(["a", "b"], new Bars("", [-995, -1000])).YTicks[^1].Value.Should().Be(0);
    }

    [Fact]
    public void Puts_the_bars_of_a_group_side_by_side_over_its_name()
    {
        var panel = Draw(["a", "b"], new Bars("x", [1, 2]), new Bars("y", [3, 4]), new Bars("z", [5, 6]));

        var bars = Bars(panel).OrderBy(b => b.Left).ToList();
        bars.Zip(bars.Skip(1)).Should().OnlyContain(pair => pair.First.Right <= pair.Second.Left);
        bars.Select(b => Math.Round(panel.YValue(b.Top))).Should().Equal(1, 3, 5, 2, 4, 6);
        bars[1].Middle.Should().BeApproximately(AreaWidth / 4, 3);
        bars[4].Middle.Should().BeApproximately(3 * AreaWidth / 4, 3);
        Labels(panel).Select(t => (t.Value, SvgPicture.Number(t, "x"))).Should().Equal(("a", AreaWidth / 4), ("b", 3 * AreaWidth / 4));
    }

    [Fact]
    public void Draws_an_interval_over_the_middle_of_its_bar()
    {
        var panel = Draw(["a", "b"], new Bars("", [5, 6], [4, double.NaN], [7, 9]));

        var interval = SvgPanel.Points(panel.Element.OfClass("interval").Should().ContainSingle().Subject);
        interval.Select(p => Math.Round(panel.YValue(p.Y), 1)).Should().Equal(4, 4, 4, 7, 7, 7);
        interval[2].X.Should().BeApproximately(Bars(panel)[0].Middle, 0.02);
    }

    [Fact]
    public void Makes_room_for_intervals() =>
        SvgPanel.Points(Draw(["a"], new Bars("", [5], [-4], [70])).Element.OfClass("interval").Single())
            .Should().OnlyContain(p => p.Y >= 0 && p.Y <= AreaHeight);

    [Fact]
    public void Leaves_out_a_bar_without_a_value()
    {
        var panel = Draw(["a", "b", "c"], new Bars("", [1, double.NaN, 3]));

        Bars(panel).Should().HaveCount(2);
        Labels(panel).Should().HaveCount(3);
    }

    [Fact]
    public void Says_that_there_is_no_data()
    {
        Draw([], new Bars("", [])).Texts.Should().Contain("no data");
        Draw(["a"], new Bars("", [double.NaN])).Texts.Should().Contain("no data");
        Draw(["a"]).Texts.Should().Contain("no data");
    }

    [Theory]
    [InlineData(5, 0, 1)]
    [InlineData(12, 0, 1)]
    [InlineData(12, 300, 1)]
    [InlineData(60, 20, 3)]
    public void Turns_names_that_have_no_room_and_skips_some_where_even_that_is_too_close(int count, int extra, int stride)
    {
        var names = Enumerable.Range(0, count).Select(i => $"setting {i}{new string('x', extra)}").ToList();

        var panel = Draw(names, new Bars("", [.. names.Select(_ => 1.0)]));

        var labels = Labels(panel);
        labels.Should().HaveCount((count + stride - 1) / stride);
        labels.Select(l => l.Attribute("transform") is not null).Should().AllBeEquivalentTo(count > 5);
        var distance = SvgPicture.Number(labels[1], "x") - SvgPicture.Number(labels[0], "x");

        // Turned by 35 degrees, neighbouring lines of text keep the sine of it.
        (count > 5 ? distance * Math.Sin(35 * Math.PI / 180) : distance).Should().BeGreaterThan(count > 5 ? 15 : 60);
    }

    [Fact]
    public void Makes_room_for_turned_names()
    {
        var picture = new SvgPicture(
            new Figure("", [new BarPanel("", "", "", [.. Enumerable.Repeat(new string('m', 40), 9)], [new Bars("", [.. new double[9]])])]));

        // Cut to 150 pixels and turned by 35 degrees, the first name reaches 123 to the left and 86 down from its end.
        var first = Labels(picture.Panel)[0];
        first.Value.Should().EndWith("…");
        (picture.Panel.Position.X + SvgPicture.Number(first, "x")).Should().BeGreaterThan(115);
        (picture.Height - picture.Panel.Position.Y - SvgPicture.Number(first, "y")).Should().BeGreaterThan(80);
    }

    private static SvgPanel Draw(IReadOnlyList<string> categories, params Bars[] series) =>
        new SvgPicture(new Figure("", [new BarPanel("", "group", "value", categories, series)])).Panel;

    private static List<XElement> Labels(SvgPanel panel) => [.. panel.Element.OfClass("axis x").Single().Elements()];

    private static List<(double Left, double Top, double Right, double Bottom, double Middle)> Bars(SvgPanel panel) =>
    [
        .. panel.Element.OfClass("bar").Select(b =>
        {
            var (x, y, w, h) = (SvgPicture.Number(b, "x"), SvgPicture.Number(b, "y"), SvgPicture.Number(b, "width"), SvgPicture.Number(b, "height"));
            return (x, y, x + w, y + h, x + w / 2);
        }),
    ];
}
