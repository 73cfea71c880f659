using System.Xml.Linq;
using RlLab.Media.Tests.Support;

namespace RlLab.Media.Tests.Figures;

public class FigureRendererTests
{
    private static readonly LinePanel Panel = new("panel", "environment steps", "return (mean)", [new Line("line", [0, 1], [0, 1])]);

    [Fact]
    public void Says_what_is_shown()
    {
        var picture = new SvgPicture(new Figure("REINFORCE on CartPole", [Panel]));

        picture.Root.OfClass("title").Single().Value.Should().Be("REINFORCE on CartPole");
        picture.Root.Element(picture.Root.Name.Namespace + "title")!.Value.Should().Be("REINFORCE on CartPole");
        picture.Panel.Texts.Should().Contain(["panel", "environment steps", "return (mean)", "line"]);
    }

    [Fact]
    public void Lays_panels_out_from_left_to_right_and_top_to_bottom_without_overlap()
    {
        var picture = new SvgPicture(new Figure("four", [.. Enumerable.Repeat<Panel>(Panel, 5)], Columns: 2));

        var positions = picture.Panels.Select(p => p.Position).ToList();
        positions.Select(p => p.X).Distinct().Should().HaveCount(2).And.BeInAscendingOrder();
        positions.Select(p => p.Y).Distinct().Should().HaveCount(3).And.BeInAscendingOrder();
        (positions[1].X - positions[0].X).Should().BeGreaterThan(400, "of the width of the area");
        (positions[2].Y - positions[0].Y).Should().BeGreaterThan(250, "of the height of the area");
        (positions[1].X + 400).Should().BeLessThan(picture.Width);
        (positions[4].Y + 250).Should().BeLessThan(picture.Height);
    }

    [Fact]
    public void Takes_no_more_columns_than_panels() =>
        new SvgPicture(new Figure("one", [Panel], Columns: 9)).Width.Should().Be(new SvgPicture(new Figure("one", [Panel])).Width);

    [Fact]
    public void Stands_on_white_as_large_as_the_picture()
    {
        var picture = new SvgPicture(new Figure("", [Panel]));

        var background = picture.Root.OfClass("background").Single();
        background.Attribute("fill")!.Value.Should().Be("#ffffff");
        (SvgPicture.Number(background, "width"), SvgPicture.Number(background, "height")).Should().Be((picture.Width, picture.Height));
        picture.Root.Attribute("viewBox")!.Value.Split(' ').Should().HaveCount(4).And.StartWith(["0", "0"]);
    }

    [Fact]
    public void Writes_any_text_as_text()
    {
        const string Nasty = "<script>alert(\"1\")</script> & ]]> \u0001 \uD800 😀";

        var picture = new SvgPicture(new Figure(Nasty, [
            new LinePanel(Nasty, Nasty, Nasty, [new Line(Nasty, [0, 1], [0, 1])]),
            new BarPanel(Nasty, Nasty, Nasty, [Nasty], [new Bars(Nasty, [1])])]));

        picture.Root.Descendants().Select(e => e.Name.LocalName).Distinct()
            .Should().BeSubsetOf(["title", "rect", "text", "g", "line", "path"]);
        picture.Root.OfClass("title").Single().Value.Should().Be("<script>alert(\"1\")</script> & ]]> \uFFFD \uFFFD 😀");
    }

    [Fact]
    public void Keeps_long_titles_inside_the_picture()
    {
        var words = string.Join(' ', Enumerable.Repeat("hyperparameter", 30));

        var picture = new SvgPicture(new Figure(words, [new LinePanel(words, words, words, [new Line(words, [0, 1], [0, 1])])]));

        picture.Root.OfClass("title").Should().HaveCountGreaterThan(3);
        picture.Panel.Element.OfClass("panel-title").Should().HaveCountGreaterThan(3);
        picture.Root.Descendants().Where(e => e.Name.LocalName == "text").Should().OnlyContain(t => t.Value.Length < 120);
        Ys("panel-title").Should().OnlyContain(y => y > -picture.Panel.Position.Y).And.BeInAscendingOrder();
        Ys("x-label").Should().OnlyContain(y => y < picture.Height - picture.Panel.Position.Y);
        Ys("y-label").Should().OnlyContain(y => y > -picture.Panel.Position.X && y < 0);

        IEnumerable<double> Ys(string @class) => picture.Panel.Element.OfClass(@class).Select(t => SvgPicture.Number(t, "y"));
    }

    [Fact]
    public void Draws_the_same_picture_each_time() =>
        FigureRenderer.ToSvg(new Figure("a", [Panel])).Should().Be(FigureRenderer.ToSvg(new Figure("a", [Panel])));

    [Fact]
    public void Refuses_what_cannot_be_a_figure()
    {
        Refusal().Should().Throw<ArgumentException>().WithMessage("*'figure' has no panel*");
        Refusal(Lines(new Line("a", [0, 1], [0]))).Should().Throw<ArgumentException>().WithMessage("*'a' has 2 horizontal positions*");
        Refusal(Lines(new Line("a", [0], [0], [0, 1], [0]))).Should().Throw<ArgumentException>().WithMessage("*'a'*lower*");
        Refusal(Lines(new Line("a", [0], [0], [0]))).Should().Throw<ArgumentException>().WithMessage("*'a'*only one*");
        Refusal(new BarPanel("", "", "", ["x"], [new Bars("b", [1, 2])])).Should().Throw<ArgumentException>().WithMessage("*'b' stand in 1 groups*");

        static LinePanel Lines(Line line) => new("", "", "", [line]);
        static Action Refusal(params Panel[] panels) => () => FigureRenderer.ToSvg(new Figure("figure", panels));
    }
}
