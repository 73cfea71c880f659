using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>Groups of bars, with intervals.</summary>
internal sealed class BarPlot : IPlot
{
    private const double GroupShare = 0.76;
    private const double WidestBar = 64;
    private const double CapWidth = 8;

    private readonly BarPanel _panel;
    private readonly PlotSize _size;
    private readonly LinearScale _y;
    private readonly CategoryLabels _labels;
    private readonly PlotFrame _frame;

    public BarPlot(BarPanel panel, PlotSize size)
    {
        (_panel, _size) = (panel, size);

        // Bars are compared by their length, so they grow from zero.
        var values = panel.Series.SelectMany(s => s.Heights.Concat(s.Low ?? []).Concat(s.High ?? [])).Append(0);
        _y = LinearScale.Padded(values, size.Height, 0);
        _labels = new(panel.Categories, size);
        _frame = new(panel, size, _y, panel.Series.Select(s => s.Name), _labels.Height);
    }

    public Margins Margins => _frame.Margins with { Left = Math.Max(_frame.Margins.Left, _labels.OverhangLeft) };

    public void Draw(XElement panel)
    {
        _frame.DrawGrid(panel);
        panel.Add(_labels.Draw());
        foreach (var (series, bars) in _panel.Series.Index())
        {
            panel.Add(Draw(series, bars));
        }

        if (_y.Low < 0)
        {
            panel.Add(Svg.Line(0, _y.Map(0), _size.Width, _y.Map(0), FigureStyle.Axis));
        }

        if (!_panel.Series.SelectMany(s => s.Heights).Any(LinearScale.CanDraw))
        {
            _frame.DrawEmpty(panel);
        }

        _frame.DrawSurroundings(panel, Swatch);
    }

    private XElement Draw(int series, Bars bars)
    {
        var slot = _size.Width / _panel.Categories.Count;
        var width = Math.Min(GroupShare * slot / _panel.Series.Count, WidestBar);
        var group = Svg.Group("bars");
        group.Add(Svg.Title(bars.Name));
        for (var i = 0; i < bars.Heights.Count; i++)
        {
            if (!LinearScale.CanDraw(bars.Heights[i]))
            {
                continue;
            }

            var left = (i + 0.5) * slot + (series - _panel.Series.Count / 2.0) * width;
            var (end, zero) = (_y.Map(bars.Heights[i]), _y.Map(0));
            group.Add(Svg.Rectangle(left, Math.Min(end, zero), 0.94 * width, Math.Abs(end - zero), FigureStyle.Colour(series), "bar"));
            if (bars.Low is { } low && bars.High is { } high && LinearScale.CanDraw(low[i]) && LinearScale.CanDraw(high[i]))
            {
                group.Add(Interval(left + 0.47 * width, Math.Min(CapWidth, 0.5 * width), _y.Map(low[i]), _y.Map(high[i])));
            }
        }

        return group;
    }

    private static XElement Interval(double x, double cap, double low, double high) => Svg.Path(
        Svg.Polyline([(x - cap / 2, low), (x + cap / 2, low)])
        + Svg.Polyline([(x, low), (x, high)])
        + Svg.Polyline([(x - cap / 2, high), (x + cap / 2, high)]),
        "interval", ("fill", "none"), ("stroke", FigureStyle.Ink), ("stroke-width", "1.2"));

    private static XElement Swatch(int series, double x, double middle, double width) =>
        Svg.Rectangle(x + (width - 12) / 2, middle - 6, 12, 12, FigureStyle.Colour(series), "swatch");
}
