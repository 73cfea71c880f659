using System.Text;
using RlLab.Media;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Keeps pictures and texts with a run.</summary>
internal static class JournalFigures
{
    /// <summary>Keeps a picture, as SVG.</summary>
    public static void LogFigure(this RunJournal journal, string path, Figure figure) =>
        journal.LogText(path + ".svg", FigureRenderer.ToSvg(figure));

    /// <summary>Keeps a text.</summary>
    public static void LogText(this RunJournal journal, string path, string text) =>
        journal.LogArtifact(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
