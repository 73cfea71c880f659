using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RlLab.Media.Tests.Support;

/// <summary>A figure as it was drawn.</summary>
public sealed class SvgPicture(Figure figure)
{
    public XElement Root { get; } = XDocument.Parse(FigureRenderer.ToSvg(figure)).Root!;

    public double Width => Number(Root, "width");

    public double Height => Number(Root, "height");

    public IReadOnlyList<SvgPanel> Panels => [.. Root.OfClass("panel").Select(p => new SvgPanel(p))];

    public SvgPanel Panel => Panels.Should().ContainSingle().Subject;

    public static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}

/// <summary>A panel; its plot's area begins at (0, 0).</summary>
public sealed partial class SvgPanel(XElement element)
{
    public XElement Element { get; } = element;

    public (double X, double Y) Position =>
        Numbers(Element.Attribute("transform")!.Value) is [var x, var y] ? (x, y) : throw new InvalidOperationException();

    public IReadOnlyList<SvgTick> XTicks => [.. Element.OfClass("axis x").Single().Elements().Select(t => new SvgTick(t, "x2"))];

    public IReadOnlyList<SvgTick> YTicks => [.. Element.OfClass("axis y").Single().Elements().Select(t => new SvgTick(t, "y2"))];

    /// <summary>The strokes of each line, as points.</summary>
    public IReadOnlyList<IReadOnlyList<(double X, double Y)[]>> Lines =>
        [.. Element.OfClass("line").Select(line => line.OfClass("stroke").Select(Points).ToList())];

    public IReadOnlyList<(double X, double Y)[]> Bands => [.. Element.OfClass("band").Select(Points)];

    public IReadOnlyList<string> Texts => [.. Element.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

    /// <summary>The value that the vertical axis says for a pixel.</summary>
    public double YValue(double pixel) => Value(YTicks, pixel);

    /// <summary>The value that the horizontal axis says for a pixel.</summary>
    public double XValue(double pixel) => Value(XTicks, pixel);

    public static (double X, double Y)[] Points(XElement path) =>
        [.. Numbers(path.Attribute("d")!.Value).Chunk(2).Select(pair => (pair[0], pair[1]))];

    private static double Value(IReadOnlyList<SvgTick> ticks, double pixel) =>
        ticks[0].Value + (pixel - ticks[0].Position) / (ticks[^1].Position - ticks[0].Position) * (ticks[^1].Value - ticks[0].Value);

    private static double[] Numbers(string text) =>
        [.. NumberPattern().Matches(text).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex NumberPattern();
}

/// <summary>A tick of an axis.</summary>
public sealed class SvgTick(XElement element, string coordinate)
{
    private static readonly Dictionary<char, double> Units = new() { ['k'] = 1e3, ['M'] = 1e6 };

    public double Position { get; } = SvgPicture.Number(element.Elements().First(e => e.Name.LocalName == "line"), coordinate);

    public string Label { get; } = element.Elements().Single(e => e.Name.LocalName == "text").Value;

    public double Value
    {
        get
        {
            var text = Label.Replace('−', '-');
            var unit = Units.GetValueOrDefault(text[^1], 1);
            return unit * double.Parse(unit == 1 ? text : text[..^1], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>Finds elements.</summary>
public static class SvgSearch
{
    public static IEnumerable<XElement> OfClass(this XElement element, string @class) =>
        element.Descendants().Where(e => e.Attribute("class")?.Value == @class);
}
