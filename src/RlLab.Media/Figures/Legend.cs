using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>The names of a panel's series, in rows above the plot, where they can cover nothing.</summary>
internal sealed class Legend
{
    private const double RowHeight = 18;
    private const double SwatchWidth = 20;
    private const double BeforeText = SwatchWidth + FigureStyle.Gap;
    private const double EntryGap = 18;

    private readonly List<(string Name, int Series, double X, int Row)> _entries = [];
    private readonly int _rows;

    /// <param name="names">The series' names; an empty one is left out.</param>
    /// <param name="width">The room for a row.</param>
    public Legend(IEnumerable<string> names, double width)
    {
        var named = names.Index()
            .Where(n => n.Item.Length > 0)
            .Select(n => (n.Index, Name: TextMeasure.Fit(n.Item, FigureStyle.TickSize, width - BeforeText)))
            .ToList();
        var widths = named.Select(n => BeforeText + TextMeasure.Width(n.Name, FigureStyle.TickSize) + EntryGap).ToList();

        // One row is set tight; several are set in columns.
        var fitsOneRow = widths.Sum() - EntryGap <= width;
        var columnWidth = widths.DefaultIfEmpty().Max();
        var columns = fitsOneRow ? named.Count : Math.Max(1, (int)((width + EntryGap) / columnWidth));
        for (var i = 0; i < named.Count; i++)
        {
            var x = fitsOneRow ? widths.Take(i).Sum() : i % columns * columnWidth;
            _entries.Add((named[i].Name, named[i].Index, x, i / columns));
        }

        _rows = named.Count == 0 ? 0 : (named.Count - 1) / columns + 1;
    }

    public double Height => _rows * RowHeight;

    /// <summary>Draws the rows from a top edge down.</summary>
    /// <param name="top">The upper edge.</param>
    /// <param name="swatch">Draws what stands for a series, around a middle and with a width.</param>
    public XElement? Draw(double top, Func<int, double, double, double, XElement> swatch)
    {
        if (_rows == 0)
        {
            return null;
        }

        var group = Svg.Group("legend");
        foreach (var (name, series, x, row) in _entries)
        {
            var middle = top + (row + 0.5) * RowHeight;
            group.Add(swatch(series, x, middle, SwatchWidth));
            group.Add(Svg.Text(name, x + BeforeText, middle + 0.35 * FigureStyle.TickSize, FigureStyle.TickSize));
        }

        return group;
    }
}
