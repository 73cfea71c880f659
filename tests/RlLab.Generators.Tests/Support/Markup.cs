using System.Text;

namespace RlLab.Generators.Tests.Support;

/// <summary>A diagnostic that a test expects: its id, and the text under the squiggle.</summary>
public sealed record ExpectedDiagnostic(string Id, int Start, string Text)
{
    public override string ToString() => $"{Id} at {Start}: {Text}";
}

/// <summary>Source in which <c>{|RLLAB101:text|}</c> marks each expected diagnostic; marks may be nested.</summary>
public static class Markup
{
    public static (string Source, IReadOnlyList<ExpectedDiagnostic> Expected) Parse(string marked)
    {
        var source = new StringBuilder();
        var expected = new List<ExpectedDiagnostic>();
        var open = new Stack<(string Id, int Start)>();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked.AsSpan(i).StartsWith("{|"))
            {
                var colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], source.Length));
                i = colon;
            }
            else if (marked.AsSpan(i).StartsWith("|}"))
            {
                var (id, start) = open.Pop();
                expected.Add(new ExpectedDiagnostic(id, start, source.ToString(start, source.Length - start)));
                i++;
            }
            else
            {
                source.Append(marked[i]);
            }
        }

        return (source.ToString(), expected);
    }
}
