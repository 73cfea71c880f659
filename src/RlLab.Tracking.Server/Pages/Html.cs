using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace RlLab.Tracking.Server.Pages;

/// <summary>A piece of a page. What is put into its text is escaped, unless it is a piece of a page itself.</summary>
internal readonly partial struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    /// <summary>A piece of a page from an interpolated text; its holes may only stand in text or in quoted attributes.</summary>
    public static Html Of(Builder markup) => new(markup.ToString());

    /// <summary>A piece of a page that was made elsewhere, with whatever needs it escaped already.</summary>
    public static Html Rendered(string markup) => new(markup);

    /// <summary>A long name that may go on in the next line where it has a separator, and not in the middle of a word.</summary>
    public static Html Name(string name) => new(Separator().Replace(WebUtility.HtmlEncode(name), "$0<wbr>"));

    /// <summary>The piece, where the condition holds; its holes are not filled otherwise.</summary>
    public static Html When(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] Builder markup) =>
        condition ? Of(markup) : default;

    public override string ToString() => _markup ?? "";

    [GeneratedRegex("[/._]")]
    private static partial Regex Separator();

    [InterpolatedStringHandler]
    public readonly struct Builder
    {
        private readonly StringBuilder _text = new();

        public Builder(int literalLength, int formattedCount) => _text.EnsureCapacity(literalLength + (formattedCount * 16));

        public Builder(int literalLength, int formattedCount, bool condition, out bool shouldAppend)
            : this(literalLength, formattedCount) => shouldAppend = condition;

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

        public void AppendFormatted(IEnumerable<Html> pieces)
        {
            foreach (var piece in pieces)
            {
                _text.Append(piece.ToString());
            }
        }

        public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

        public void AppendFormatted(long number, string? format = null) =>
            _text.Append(number.ToString(format, CultureInfo.InvariantCulture));

        public override string ToString() => _text.ToString();
    }
}
