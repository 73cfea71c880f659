using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>What all panels have around their data: title, legend, labels and the vertical axis.</summary>
internal sealed class PlotFrame
{
    private readonly PlotSize _size;
    private readonly LinearScale _vertical;
    private readonly Ticks _ticks;
    private readonly TextBlock _title;
    private readonly TextBlock _xLabel;
    private readonly TextBlock _yLabel;
    private readonly Legend _legend;
    private readonly double _tickWidth;
    private readonly double _belowAxis;

    /// <param name="panel">The panel.</param>
    /// <param name="size">The area between the axes.</param>
    /// <param name="vertical">The vertical scale.</param>
    /// <param name="names">The series' names.</param>
    /// <param name="belowAxis">The room for the horizontal axis's tick labels.</param>
    public PlotFrame(Panel panel, PlotSize size, LinearScale vertical, IEnumerable<string> names, double belowAxis)
    {
        (_size, _vertical, _belowAxis) = (size, vertical, belowAxis);
        _ticks = Ticks.Vertical(vertical);
        _title = new(panel.Title, FigureStyle.PanelTitleSize, size.Width);
        _xLabel = new(panel.XLabel, FigureStyle.LabelSize, size.Width);
        _yLabel = new(panel.YLabel, FigureStyle.LabelSize, size.Height);
        _legend = new(names, size.Width);
        _tickWidth = _ticks.Labels.Select(l => TextMeasure.Width(l, FigureStyle.TickSize)).DefaultIfEmpty().Max();
    }

    /// <summary>The room around the area; a plot adds what hangs over on the right.</summary>
    public Margins Margins => new(
        Left: _yLabel.Height + FigureStyle.Gap + _tickWidth + 2 * FigureStyle.TickLength,
        Top: _title.Height + _legend.Height + FigureStyle.Gap,
        Right: FigureStyle.Gap,
        Bottom: FigureStyle.TickLength + _belowAxis + FigureStyle.Gap / 2 + _xLabel.Height);

    /// <summary>Draws what lies under the data: grid and vertical ticks.</summary>
    public void DrawGrid(XElement panel)
    {
        var axis = Svg.Group("axis y");
        for (var i = 0; i < _ticks.Values.Count; i++)
        {
            var y = _vertical.Map(_ticks.Values[i]);
            var tick = Svg.Group("tick");
            tick.Add(Svg.Line(0, y, _size.Width, y, FigureStyle.Grid));
            tick.Add(Svg.Line(-FigureStyle.TickLength, y, 0, y, FigureStyle.Axis));
            tick.Add(Svg.Text(
                _ticks.Labels[i], -2 * FigureStyle.TickLength, y + 0.35 * FigureStyle.TickSize, FigureStyle.TickSize, TextAnchor.End));
            axis.Add(tick);
        }

        panel.Add(axis);
    }

    /// <summary>Draws what lies over the data and around it: the axes' lines, title, labels, legend.</summary>
    /// <param name="panel">Receives it.</param>
    /// <param name="swatch">Draws what stands for a series in the legend.</param>
    public void DrawSurroundings(XElement panel, Func<int, double, double, double, XElement> swatch)
    {
        panel.Add(Svg.Line(0, 0, 0, _size.Height, FigureStyle.Axis));
        panel.Add(Svg.Line(0, _size.Height, _size.Width, _size.Height, FigureStyle.Axis));
        panel.Add(_title.Draw(_size.Width / 2, -Margins.Top, TextAnchor.Middle, "panel-title", bold: true));
        panel.Add(_legend.Draw(-_legend.Height - FigureStyle.Gap / 2, swatch));
        panel.Add(_xLabel.Draw(
            _size.Width / 2, _size.Height + Margins.Bottom - _xLabel.Height, TextAnchor.Middle, "x-label"));

        var turned = Svg.Group("y-axis-title");
        turned.SetAttributeValue("transform", "rotate(-90)");
        turned.Add(_yLabel.Draw(-_size.Height / 2, -Margins.Left, TextAnchor.Middle, "y-label"));
        panel.Add(turned);
    }

    /// <summary>Says that there is nothing to see.</summary>
    public void DrawEmpty(XElement panel) =>
        panel.Add(Svg.Text("no data", _size.Width / 2, _size.Height / 2, FigureStyle.LabelSize, TextAnchor.Middle));
}
