using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>Draws figures as SVG: one self-contained file without scripts, on white, so that a dark page shows it as it is.</summary>
public static class FigureRenderer
{
    /// <summary>Draws a figure.</summary>
    /// <param name="figure">What to draw. Points that are not finite are gaps.</param>
    /// <returns>The SVG document.</returns>
    /// <exception cref="ArgumentException">The figure has no panel, or lists that belong together differ in length.</exception>
    public static string ToSvg(Figure figure)
    {
        FigureRules.Check(figure);
        var columns = Math.Clamp(figure.Columns, 1, figure.Panels.Count);
        var size = PlotSize.For(columns);
        var plots = figure.Panels.Select(panel => Plot(panel, size)).ToList();

        // Common margins keep the plots of a row and of a column aligned.
        var byColumn = plots.Select((p, i) => (p, i)).GroupBy(p => p.i % columns, p => p.p.Margins).Select(g => g.Aggregate(Margins.Max)).ToList();
        var byRow = plots.Chunk(columns).Select(row => row.Select(p => p.Margins).Aggregate(Margins.Max)).ToList();
        var lefts = Starts(byColumn.Select(m => m.Left + size.Width + m.Right));
        var width = lefts[^1] - FigureStyle.PanelGap + FigureStyle.Border;
        var title = new TextBlock(figure.Title, FigureStyle.TitleSize, width - 2 * FigureStyle.Border);
        var top = FigureStyle.Border + (title.IsEmpty ? 0 : title.Height + 1.5 * FigureStyle.Gap);
        var tops = Starts(byRow.Select(m => m.Top + size.Height + m.Bottom), top);
        var height = tops[^1] - FigureStyle.PanelGap + FigureStyle.Border;

        var document = Svg.Document(width, height, figure.Title);
        document.Add(Svg.Rectangle(0, 0, width, height, "#ffffff", "background"));
        document.Add(title.Draw(width / 2, FigureStyle.Border, TextAnchor.Middle, "title", bold: true));
        for (var i = 0; i < plots.Count; i++)
        {
            var (row, column) = Math.DivRem(i, columns);
            var panel = Svg.Group("panel", lefts[column] + byColumn[column].Left, tops[row] + byRow[row].Top);
            plots[i].Draw(panel);
            document.Add(panel);
        }

        return document.ToString(SaveOptions.None) + "\n";
    }

    /// <summary>Where each of several lengths begins when they are laid end to end with gaps, and where one more would.</summary>
    private static List<double> Starts(IEnumerable<double> lengths, double first = FigureStyle.Border)
    {
        var starts = new List<double> { first };
        starts.AddRange(lengths.Select(length => first += length + FigureStyle.PanelGap));
        return starts;
    }

    private static IPlot Plot(Panel panel, PlotSize size) => panel switch
    {
        LinePanel lines => new LinePlot(lines, size),
        BarPanel bars => new BarPlot(bars, size),
        _ => throw new ArgumentException($"No drawing is known for a {panel.GetType().Name}."),
    };
}
