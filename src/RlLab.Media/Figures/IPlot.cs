using System.Xml.Linq;

namespace RlLab.Media;

/// <summary>A panel, laid out and ready to be drawn.</summary>
internal interface IPlot
{
    /// <summary>The room that titles, labels and legend need around the plot's area.</summary>
    Margins Margins { get; }

    /// <summary>Draws the panel; the plot's area begins at (0, 0).</summary>
    void Draw(XElement panel);
}
