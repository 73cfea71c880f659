using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>A text in as many lines as it needs.</summary>
internal sealed class TextBlock(string text, double size, double width)
{
    private const double LineHeight = 1.3;

    private readonly IReadOnlyList<string> _lines = TextMeasure.Wrap(text, size, width);

    public bool IsEmpty => _lines.Count == 0;

    public double Height => _lines.Count * LineHeight * size;

    /// <summary>Draws the lines from a top edge down.</summary>
    public IEnumerable<XElement> Draw(double x, double top, TextAnchor anchor, string @class, bool bold = false)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = Svg.Text(_lines[i], x, top + (i * LineHeight + 1) * size, size, anchor);
            line.SetAttributeValue("class", @class);
            line.SetAttributeValue("font-weight", bold ? "bold" : null);
            yield return line;
        }
    }
}
