using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>A line's strokes: dotted where a seed has ended, faint under its running mean where it is noisy, marks where not finite.</summary>
internal sealed class LineStrokes(Line line, int series, LinearScale x, LinearScale y, PlotSize size)
{
    /// <summary>A line shows no more than its pixels can; half of these points are the least and half the greatest of a stretch.</summary>
    public const int MostPoints = 1000;

    public const double Width = 1.8;

    private const string Dots = "1.5 3.5";
    private const double FaintOpacity = 0.3;
    private const double MarkSize = 4;

    /// <summary>Marks of one kind stand no closer: more of them would be a bar.</summary>
    private const double ClosestMarks = 9;

    private readonly string _colour = FigureStyle.Colour(series);

    public XElement Draw()
    {
        var group = Svg.Group("line");
        group.Add(Svg.Title(line.Name));
        if (RunningMean.Of(line) is { } mean)
        {
            group.Add(Strokes(line.Y, "raw", ("stroke-opacity", Svg.Number(FaintOpacity))));
            group.Add(Strokes(mean, "stroke"));
        }
        else
        {
            group.Add(Strokes(line.Y, "stroke"));
        }

        group.Add(Marks());
        return group;
    }

    private IEnumerable<XElement> Strokes(IReadOnlyList<double> values, string @class, params (string Name, string? Value)[] more)
    {
        foreach (var stretch in Thinning.Stretches(line.X, values))
        {
            var kept = Thinning.Thin(values, stretch, MostPoints, line.X.Count);
            if (kept.Count == 1)
            {
                // A line through a single point would not be seen.
                yield return Svg.Circle(x.Map(line.X[kept[0]]), y.Map(values[kept[0]]), Width, _colour);
                continue;
            }

            foreach (var (part, isCarried) in Parts(kept))
            {
                yield return Svg.Path(
                    Svg.Polyline(part.Select(i => (x.Map(line.X[i]), y.Map(values[i])))),
                    isCarried ? "carried" : @class,
                    [
                        ("fill", "none"), ("stroke", _colour), ("stroke-width", Svg.Number(Width)), ("stroke-linejoin", "round"),
                        ("stroke-dasharray", isCarried ? Dots : FigureStyle.Dash(series)), .. more,
                    ]);
            }
        }
    }

    /// <summary>The points of a stretch in parts that are drawn alike; two parts meet in a point.</summary>
    private IEnumerable<(List<int> Points, bool IsCarried)> Parts(IReadOnlyList<int> kept)
    {
        var (part, isCarried) = (new List<int> { kept[0] }, IsCarried(kept[1]));
        foreach (var i in kept.Skip(1))
        {
            if (IsCarried(i) != isCarried)
            {
                yield return (part, isCarried);
                (part, isCarried) = ([part[^1]], IsCarried(i));
            }

            part.Add(i);
        }

        yield return (part, isCarried);
    }

    private bool IsCarried(int i) => line.Carried?[i] == true;

    private IEnumerable<XElement> Marks()
    {
        var places = Enumerable.Range(0, line.X.Count)
            .Where(i => double.IsInfinity(line.Y[i]))
            .Select(i => (X: line.X[i], Sign: Math.Sign(line.Y[i])))
            .Concat((line.NonFinite ?? []).Select(place => (X: place, Sign: 0)));
        foreach (var kind in places.GroupBy(place => place.Sign))
        {
            var last = double.NegativeInfinity;
            foreach (var at in kind.Select(place => x.Map(place.X)).Order().Where(at => at >= 0 && at <= size.Width))
            {
                if (at - last >= ClosestMarks)
                {
                    last = at;
                    yield return Mark(at, kind.Key);
                }
            }
        }
    }

    /// <summary>A triangle at the edge beyond which an infinity lies, a cross at the bottom for NaN or whatever is not finite.</summary>
    private XElement Mark(double at, int sign)
    {
        var (edge, tip) = sign > 0 ? (2 * MarkSize, 0) : (size.Height - 2 * MarkSize, size.Height);
        return sign == 0
            ? Svg.Path(
                Svg.Polyline([(at - MarkSize, size.Height - 3 * MarkSize), (at + MarkSize, size.Height - MarkSize)])
                + Svg.Polyline([(at - MarkSize, size.Height - MarkSize), (at + MarkSize, size.Height - 3 * MarkSize)]),
                "not-finite", ("fill", "none"), ("stroke", _colour), ("stroke-width", "1.6"))
            : Svg.Path(
                Svg.Polyline([(at - MarkSize, edge), (at + MarkSize, edge), (at, tip)]) + "Z", "not-finite", ("fill", _colour));
    }
}
