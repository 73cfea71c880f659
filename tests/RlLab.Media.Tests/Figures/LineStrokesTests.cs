using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Figures;

public class LineStrokesTests
{
    private static readonly double[] Ten = [.. Enumerable.Range(0, 10).Select(i => (double)i)];

    [Fact]
    public void Where_a_seed_has_ended_the_line_goes_on_dotted_from_its_last_point()
    {
        var panel = Draw(new Line("a", Ten, Ten, Ten, Ten) { Carried = [.. Ten.Select(x => x >= 7)] });

        var going = panel.Element.OfClass("stroke").Select(SvgPanel.Points).Single();
        var carried = panel.Element.OfClass("carried").Single();
        going.Should().HaveCount(7);
        SvgPanel.Points(carried).Should().HaveCount(4).And.Contain(going[^1]);
        carried.Attribute("stroke-dasharray").Should().NotBeNull();
    }

    [Fact]
    public void Nothing_is_dotted_where_all_seeds_go_on() =>
        Draw(new Line("a", Ten, Ten) { Carried = [.. Ten.Select(_ => false)] }).Element.OfClass("carried").Should().BeEmpty();

    [Fact]
    public void A_noisy_line_carries_its_running_mean_and_says_so()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i + (i % 2 == 0 ? 40 : -40))];

        var panel = Draw(new Line("a", x, y));

        panel.Element.OfClass("raw").Should().ContainSingle();
        var mean = SvgPanel.Points(panel.Element.OfClass("stroke").Single());
        mean[20..^20].Select(p => panel.YValue(p.Y)).Zip(x[20..^20]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 7);
        panel.Texts.Should().Contain("bold: mean of 9 points");
    }

    [Theory]
    [InlineData(200, 0.0)]
    [InlineData(40, 40.0)]
    public void A_calm_line_or_one_of_few_points_is_drawn_as_it_is(int count, double noise)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i + (i % 2 == 0 ? noise : -noise))];

        var panel = Draw(new Line("a", x, y));

        panel.Element.OfClass("raw").Should().BeEmpty();
        panel.Lines.Single().Single().Should().HaveCount(count);
    }

    [Fact]
    public void A_running_mean_has_the_gaps_of_its_line()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        double[] y = [.. x.Select(i => i is >= 90 and < 110 ? double.NaN : i % 2 == 0 ? 40 : -40)];

        Draw(new Line("a", x, y)).Element.OfClass("stroke").Should().HaveCount(2);
    }

    [Fact]
    public void Infinities_are_marked_at_the_edge_that_they_lie_beyond_and_what_is_not_finite_at_the_bottom()
    {
        double[] y = [0, 1, double.PositiveInfinity, 3, 4, double.NegativeInfinity, 6, 7, 8, 9];

        var panel = Draw(new Line("a", Ten, y) { NonFinite = [8] });

        var marks = panel.Element.OfClass("not-finite").Select(SvgPanel.Points).ToList();
        marks.Should().HaveCount(3);
        marks.Should().ContainSingle(mark => mark.All(p => p.Y < 20) && Math.Abs(panel.XValue(mark[2].X) - 2) < 0.1);
        marks.Should().ContainSingle(mark => mark.All(p => p.Y > 300) && mark.Length == 3 && Math.Abs(panel.XValue(mark[2].X) - 5) < 0.1);
        marks.Should().ContainSingle(mark => mark.Length == 4 && Math.Abs(panel.XValue(mark.Average(p => p.X)) - 8) < 0.1);
    }

    [Fact]
    public void NaN_alone_leaves_a_gap_and_no_mark() =>
        Draw(new Line("a", [0, 1, 2, 3], [0, 1, double.NaN, 3])).Element.OfClass("not-finite").Should().BeEmpty();

    [Fact]
    public void Many_marks_do_not_become_a_bar()
    {
        double[] x = [.. Enumerable.Range(0, 5_000).Select(i => (double)i)];

        Draw(new Line("a", x, x, x, x) { NonFinite = x }).Element.OfClass("not-finite").Count().Should().BeInRange(30, 70);
    }

    [Fact]
    public void What_is_carried_on_is_told_for_each_point() =>
        FluentActions.Invoking(() => Draw(new Line("a", Ten, Ten) { Carried = [true] }))
            .Should().Throw<ArgumentException>().WithMessage("The line 'a' has 10 horizontal positions, but says of 1 what is carried on.");

    private static SvgPanel Draw(Line line) => new SvgPicture(new Figure("", [new LinePanel("", "", "", [line])])).Panel;
}
