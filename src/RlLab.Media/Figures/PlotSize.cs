namespace RlLab.Media;

/// <summary>The size of the area between the axes.</summary>
internal readonly record struct PlotSize(double Width, double Height)
{
    /// <summary>Smaller where more plots stand side by side.</summary>
    public static PlotSize For(int columns) => columns switch
    {
        1 => new(600, 320),
        2 => new(400, 250),
        _ => new(300, 200),
    };
}

/// <summary>The room that a plot needs around its area.</summary>
internal readonly record struct Margins(double Left, double Top, double Right, double Bottom)
{
    public static Margins Max(Margins a, Margins b) => new(
        Math.Max(a.Left, b.Left), Math.Max(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom));
}
