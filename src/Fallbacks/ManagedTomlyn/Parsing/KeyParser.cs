namespace Tomlyn.Parsing;

/// <summary>One part of a dotted key and where it stands.</summary>
internal readonly record struct KeyPart(string Name, int Offset);

/// <summary>Reads keys: <c>name</c>, <c>"quoted name"</c>, <c>table.name</c>.</summary>
internal static class KeyParser
{
    public static List<KeyPart> Parse(Scanner scanner)
    {
        List<KeyPart> parts = [];
        do
        {
            scanner.SkipBlanks();
            parts.Add(ParsePart(scanner));
            scanner.SkipBlanks();
        }
        while (scanner.TryTake('.'));
        return parts;
    }

    /// <summary>Writes a key as a document would.</summary>
    public static string Show(IEnumerable<KeyPart> parts) =>
        string.Join('.', parts.Select(part => part.Name.Length > 0 && part.Name.All(IsBare) ? part.Name : $"\"{part.Name}\""));

    private static KeyPart ParsePart(Scanner scanner)
    {
        var start = scanner.Position;
        if (scanner.StartsWith("\"\"\"") || scanner.StartsWith("'''"))
            throw scanner.Error("a key cannot be a multi-line string; use one quote on each side.");
        if (scanner.Current is '"' or '\'')
            return new KeyPart(StringParser.Parse(scanner), start);
        while (IsBare(scanner.Current))
            scanner.Advance();
        if (scanner.Position == start)
            throw scanner.Error($"a key is expected here, found {scanner.Describe()}; " +
                "a key has letters, digits, '_' and '-' (A to Z only), any other stands in quotes.");
        return new KeyPart(scanner.Since(start), start);
    }

    private static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
