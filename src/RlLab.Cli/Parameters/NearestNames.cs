namespace RlLab.Cli;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestNames
{
    private const int AtMost = 3;

    /// <summary>The names most like a wanted one, nearest first; empty where none is like it.</summary>
    /// <param name="wanted">What was written.</param>
    /// <param name="names">What could have been written.</param>
    public static IReadOnlyList<string> Of(string wanted, IEnumerable<string> names) =>
    [
        .. names
            .Select(name => (Name: name, Distance: Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(n => n.Distance <= Math.Max(2, wanted.Length / 3) || IsPart(wanted, n.Name))
            .OrderBy(n => n.Distance)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(AtMost)
            .Select(n => n.Name),
    ];

    /// <summary>A sentence that names the nearest, with a space before it; where none is near, all, if they are few.</summary>
    /// <param name="wanted">What was written.</param>
    /// <param name="names">What could have been written.</param>
    public static string Hint(string wanted, IEnumerable<string> names)
    {
        string[] all = [.. names];
        var nearest = Of(wanted, all);
        return nearest.Count > 0 ? $" Did you mean {string.Join(" or ", nearest)}?"
            : all.Length is > 0 and <= 12 ? $" There {(all.Length == 1 ? "is" : "are")} {string.Join(", ", all)}."
            : "";
    }

    private static bool IsPart(string wanted, string name) =>
        wanted.Length >= 3 && name.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many letters must be put in, taken out or changed (Levenshtein, 1966).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
