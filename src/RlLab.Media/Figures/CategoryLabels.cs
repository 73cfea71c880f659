using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>The names under groups of bars: side by side where there is room, else turned, and where even that is too close only some.</summary>
internal sealed class CategoryLabels
{
    private const double Angle = 35;
    private const double Longest = 150;
    private const double LineHeight = 1.3 * FigureStyle.TickSize;

    private readonly IReadOnlyList<string> _names;
    private readonly PlotSize _size;
    private readonly double _slot;
    private readonly bool _turned;
    private readonly int _stride;

    public CategoryLabels(IReadOnlyList<string> names, PlotSize size)
    {
        (_size, _slot) = (size, size.Width / Math.Max(names.Count, 1));
        _turned = names.Any(n => Width(n) > _slot - FigureStyle.Gap);
        _names = _turned ? [.. names.Select(n => TextMeasure.Fit(n, FigureStyle.TickSize, Longest))] : names;

        // Turned texts are parallel: their distance is that of their lines.
        _stride = _turned ? Math.Max(1, (int)Math.Ceiling(LineHeight / (_slot * Sin))) : 1;
    }

    /// <summary>The room that they need below the axis.</summary>
    public double Height => LineHeight + (_turned ? Widest * Sin : 0);

    /// <summary>How far a turned name reaches beyond the area's left edge.</summary>
    public double OverhangLeft => _turned
        ? _names.Select((n, i) => Width(n) * Math.Cos(Angle * Math.PI / 180) - (i + 0.5) * _slot).DefaultIfEmpty().Max() + FigureStyle.Gap
        : 0;

    private static double Sin => Math.Sin(Angle * Math.PI / 180);

    private double Widest => _names.Select(Width).DefaultIfEmpty().Max();

    public XElement Draw()
    {
        var axis = Svg.Group("axis x");
        for (var i = 0; i < _names.Count; i += _stride)
        {
            var x = (i + 0.5) * _slot;
            var y = _size.Height + FigureStyle.TickLength + FigureStyle.TickSize;
            var text = Svg.Text(_names[i], x, y, FigureStyle.TickSize, _turned ? TextAnchor.End : TextAnchor.Middle);
            if (_turned)
            {
                text.SetAttributeValue("transform", $"rotate({Svg.Number(-Angle)} {Svg.Number(x)} {Svg.Number(y)})");
            }

            axis.Add(text);
        }

        return axis;
    }

    private static double Width(string name) => TextMeasure.Width(name, FigureStyle.TickSize);
}
