using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>Lines, with bands around them.</summary>
internal sealed class LinePlot : IPlot
{
    private const double BandOpacity = 0.18;
    private const double TickRoom = 1.4 * FigureStyle.TickSize;

    private readonly LinePanel _panel;
    private readonly PlotSize _size;
    private readonly LinearScale _x;
    private readonly LinearScale _y;
    private readonly Ticks _ticks;
    private readonly PlotFrame _frame;

    public LinePlot(LinePanel panel, PlotSize size)
    {
        (_panel, _size) = (panel, size);
        var drawn = panel.Lines.SelectMany(Drawn).ToList();
        _x = LinearScale.Tight(drawn.Select(p => p.X), 0, size.Width);
        _y = LinearScale.Padded(drawn.SelectMany(p => new[] { p.Y, p.Low, p.High }), size.Height, 0);
        _ticks = Ticks.Horizontal(_x);
        _frame = new(panel, size, _y, panel.Lines.Select(l => l.Name), TickRoom);
    }

    public Margins Margins => _frame.Margins with { Right = Math.Max(_frame.Margins.Right, OverhangOfLastTick) };

    private double OverhangOfLastTick => _ticks.Values.Count == 0
        ? 0
        : _x.Map(_ticks.Values[^1]) + TextMeasure.Width(_ticks.Labels[^1], FigureStyle.TickSize) / 2 - _size.Width;

    public void Draw(XElement panel)
    {
        _frame.DrawGrid(panel);
        DrawTicks(panel);
        foreach (var (series, line) in _panel.Lines.Index())
        {
            panel.Add(Band(line, FigureStyle.Colour(series)));
        }

        foreach (var (series, line) in _panel.Lines.Index())
        {
            panel.Add(new LineStrokes(line, series, _x, _y, _size).Draw());
        }

        if (RunningMean.Describe(_panel.Lines) is { } words)
        {
            var below = _panel.XLabel.Length > 0 ? _size.Height + Margins.Bottom - 0.3 * FigureStyle.TickSize : FigureStyle.TickSize;
            panel.Add(Svg.Text(words, _size.Width, below, FigureStyle.TickSize, TextAnchor.End));
        }

        if (!_panel.Lines.SelectMany(Drawn).Any())
        {
            _frame.DrawEmpty(panel);
        }

        _frame.DrawSurroundings(panel, Swatch);
    }

    /// <summary>The points that can be drawn, each with its band where that can be drawn too.</summary>
    private static IEnumerable<(double X, double Y, double Low, double High)> Drawn(Line line) => Enumerable.Range(0, line.X.Count)
        .Select(i => (X: line.X[i], Y: line.Y[i], Low: line.Low?[i] ?? double.NaN, High: line.High?[i] ?? double.NaN))
        .Where(p => LinearScale.CanDraw(p.X) && (LinearScale.CanDraw(p.Y) || (LinearScale.CanDraw(p.Low) && LinearScale.CanDraw(p.High))));

    private void DrawTicks(XElement panel)
    {
        var axis = Svg.Group("axis x");
        for (var i = 0; i < _ticks.Values.Count; i++)
        {
            var x = _x.Map(_ticks.Values[i]);
            var tick = Svg.Group("tick");
            tick.Add(Svg.Line(x, _size.Height, x, _size.Height + FigureStyle.TickLength, FigureStyle.Axis));
            tick.Add(Svg.Text(
                _ticks.Labels[i], x, _size.Height + FigureStyle.TickLength + TickRoom - 2, FigureStyle.TickSize, TextAnchor.Middle));
            axis.Add(tick);
        }

        panel.Add(axis);
    }

    private IEnumerable<XElement> Band(Line line, string colour)
    {
        if (line.Low is not { } low || line.High is not { } high)
        {
            yield break;
        }

        foreach (var stretch in Thinning.Stretches(line.X, low, high))
        {
            var upper = Thinning.Thin(high, stretch, LineStrokes.MostPoints, line.X.Count);
            var lower = Thinning.Thin(low, stretch, LineStrokes.MostPoints, line.X.Count).Reverse();
            var outline = upper.Select(i => (_x.Map(line.X[i]), _y.Map(high[i]))).Concat(lower.Select(i => (_x.Map(line.X[i]), _y.Map(low[i]))));
            yield return Svg.Path(
                Svg.Polyline(outline) + "Z", "band", ("fill", colour), ("fill-opacity", Svg.Number(BandOpacity)));
        }
    }

    private static XElement Swatch(int series, double x, double middle, double width)
    {
        var line = Svg.Line(x, middle, x + width, middle, FigureStyle.Colour(series), 1.4 * LineStrokes.Width);
        line.SetAttributeValue("stroke-dasharray", FigureStyle.Dash(series));
        return line;
    }
}
