namespace RlLab;

/// <summary>A picture of results: panels in a grid, read from left to right and top to bottom.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Panels">At least one panel.</param>
/// <param name="Columns">Panels side by side.</param>
public sealed record Figure(string Title, IReadOnlyList<Panel> Panels, int Columns = 1);

/// <summary>One plot with its axes.</summary>
/// <param name="Title">What it shows; empty where the figure's title says it.</param>
/// <param name="XLabel">The horizontal axis and its unit.</param>
/// <param name="YLabel">The vertical axis and its unit.</param>
public abstract record Panel(string Title, string XLabel, string YLabel);

/// <summary>Lines over a common horizontal axis.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">The horizontal axis and its unit.</param>
/// <param name="YLabel">The vertical axis and its unit.</param>
/// <param name="Lines">The lines, in the order of the legend.</param>
public sealed record LinePanel(string Title, string XLabel, string YLabel, IReadOnlyList<Line> Lines) : Panel(Title, XLabel, YLabel);

/// <summary>A line, with a band around it where it stands for several runs.</summary>
/// <param name="Name">Its name in the legend; empty for none.</param>
/// <param name="X">Horizontal positions, ascending.</param>
/// <param name="Y">Vertical positions; NaN leaves a gap, an infinity too and is marked.</param>
/// <param name="Low">The band's lower edge; null for no band.</param>
/// <param name="High">The band's upper edge; null for no band.</param>
public sealed record Line(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Low = null, IReadOnlyList<double>? High = null)
{
    /// <summary>Where a seed has ended and its last value is carried on, one a point; drawn dotted. Default: null, nowhere.</summary>
    public IReadOnlyList<bool>? Carried { get; init; }

    /// <summary>Horizontal positions at which a value was not finite, each of which is marked. Default: null, none.</summary>
    public IReadOnlyList<double>? NonFinite { get; init; }
}

/// <summary>Groups of bars.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">The horizontal axis.</param>
/// <param name="YLabel">The vertical axis and its unit.</param>
/// <param name="Categories">The groups' names, from left to right.</param>
/// <param name="Series">One or more bars in each group.</param>
public sealed record BarPanel(string Title, string XLabel, string YLabel, IReadOnlyList<string> Categories, IReadOnlyList<Bars> Series)
    : Panel(Title, XLabel, YLabel);

/// <summary>One bar in each group, with an interval where it stands for several runs.</summary>
/// <param name="Name">Its name in the legend; empty for none.</param>
/// <param name="Heights">One height a group.</param>
/// <param name="Low">The intervals' lower ends; null for none.</param>
/// <param name="High">The intervals' upper ends; null for none.</param>
public sealed record Bars(string Name, IReadOnlyList<double> Heights, IReadOnlyList<double>? Low = null, IReadOnlyList<double>? High = null);
