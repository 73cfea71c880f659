using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RlLab.Generators.Outlines;

namespace RlLab.Generators.Diagnostics;

/// <summary>
/// A place in a file, as values: a <see cref="Location"/> would keep its whole syntax tree alive. It is counted in the file's
/// <see cref="Outline"/>, where a key in the body of a method moves nothing.
/// </summary>
internal sealed record LocationInfo(string Path, TextSpan Span)
{
    public static LocationInfo? From(Location? location)
    {
        if (location?.SourceTree is not { } tree)
        {
            return null;
        }

        var outline = Outline.Of(tree);
        return new LocationInfo(
            tree.FilePath, TextSpan.FromBounds(outline.FromFile(location.SourceSpan.Start), outline.FromFile(location.SourceSpan.End)));
    }

    /// <summary>The place in the file as it is now.</summary>
    public FileSpan In(SyntaxTree tree)
    {
        var outline = Outline.Of(tree);
        var span = TextSpan.FromBounds(outline.ToFile(Span.Start), outline.ToFile(Span.End));
        return new FileSpan(Path, span, tree.GetText().Lines.GetLinePositionSpan(span));
    }
}

/// <summary>A place in a file as it is now.</summary>
internal sealed record FileSpan(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
