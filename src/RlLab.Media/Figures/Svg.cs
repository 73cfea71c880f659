using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>Where a text stands from its position on.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}

/// <summary>The elements that figures consist of.</summary>
internal static class Svg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    public static XElement Document(double width, double height, string title) => new(
        Namespace + "svg",
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
        new XAttribute("role", "img"),
        new XAttribute("font-family", FigureStyle.Font),
        new XAttribute("fill", FigureStyle.Ink),
        Title(title));

    public static XElement Group(string @class, double x = 0, double y = 0) => new(
        Namespace + "g",
        new XAttribute("class", @class),
        x == 0 && y == 0 ? null : new XAttribute("transform", $"translate({Number(x)} {Number(y)})"));

    /// <summary>What a reader without eyes hears, and a pointer shows.</summary>
    public static XElement? Title(string text) => text.Length == 0 ? null : new XElement(Namespace + "title", Clean(text));

    public static XElement Rectangle(double x, double y, double width, double height, string fill, string @class) => new(
        Namespace + "rect",
        new XAttribute("class", @class),
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)),
        new XAttribute("height", Number(height)),
        new XAttribute("fill", fill));

    public static XElement Line(double x1, double y1, double x2, double y2, string stroke, double width = 1) => new(
        Namespace + "line",
        new XAttribute("x1", Number(x1)),
        new XAttribute("y1", Number(y1)),
        new XAttribute("x2", Number(x2)),
        new XAttribute("y2", Number(y2)),
        new XAttribute("stroke", stroke),
        new XAttribute("stroke-width", Number(width)));

    public static XElement Circle(double x, double y, double radius, string fill) => new(
        Namespace + "circle",
        new XAttribute("cx", Number(x)),
        new XAttribute("cy", Number(y)),
        new XAttribute("r", Number(radius)),
        new XAttribute("fill", fill));

    public static XElement Path(string data, string @class, params (string Name, string? Value)[] attributes) => new(
        Namespace + "path",
        new XAttribute("class", @class),
        new XAttribute("d", data),
        attributes.Where(a => a.Value is not null).Select(a => new XAttribute(a.Name, a.Value!)));

    public static XElement Text(string text, double x, double y, double size, TextAnchor anchor = TextAnchor.Start) => new(
        Namespace + "text",
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("font-size", Number(size)),
        anchor == TextAnchor.Start ? null : new XAttribute("text-anchor", anchor == TextAnchor.Middle ? "middle" : "end"),
        Clean(text));

    /// <summary>Points joined by straight lines, as a path's data.</summary>
    public static string Polyline(IEnumerable<(double X, double Y)> points)
    {
        var data = new StringBuilder();
        foreach (var (x, y) in points)
        {
            data.Append(data.Length == 0 ? "M" : "L").Append(Number(x)).Append(' ').Append(Number(y));
        }

        return data.ToString();
    }

    /// <summary>A length to a hundredth of a pixel.</summary>
    public static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>XML has no way to write most control characters.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
}
