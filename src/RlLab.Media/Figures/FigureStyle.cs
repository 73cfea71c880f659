namespace RlLab.Media;

/// <summary>How figures look. Lengths are in pixels.</summary>
internal static class FigureStyle
{
    public const double Border = 16;
    public const double PanelGap = 20;
    public const double Gap = 8;
    public const double TickLength = 5;

    public const double TitleSize = 16;
    public const double PanelTitleSize = 14;
    public const double LabelSize = 13;
    public const double TickSize = 12;

    public const string Ink = "#222222";
    public const string Axis = "#555555";
    public const string Grid = "#e5e5e5";
    public const string Font = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    // Okabe and Ito's palette, which colour-blind readers can tell apart, without its yellow, too pale for lines on white.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

    private static readonly string?[] Dashes = [null, "6 3", "2 3", "8 3 2 3"];

    /// <summary>The colour of the i-th series.</summary>
    public static string Colour(int series) => Colours[series % Colours.Length];

    /// <summary>The dashes that tell apart lines of one colour; null for a solid line.</summary>
    public static string? Dash(int series) => Dashes[series / Colours.Length % Dashes.Length];
}
