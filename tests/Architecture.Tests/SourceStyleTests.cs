using System.Globalization;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What the formatter does not hold: the length of lines, and tests that are named by sentences.</summary>
public sealed partial class SourceStyleTests
{
    [Fact]
    public void No_line_is_longer_than_editorconfig_says()
    {
        var settings = File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"));
        var longest = int.Parse(LongestLine().Match(settings).Groups["columns"].Value, CultureInfo.InvariantCulture);
        Lines()
            .Where(line => line.Text.Length > longest)
            .Select(line => $"{line.Place} has {line.Text.Length} columns")
            .Should().BeEmpty($"max_line_length is {longest}");
    }

    [Fact]
    public void Every_test_is_named_by_a_sentence() => Lines()
        .Where(line => IsTest(line.Before))
        .Select(line => (line.Place, Name: Method().Match(line.Text).Groups["name"].Value))
        .Where(test => test.Name.Length > 0 && !IsSentence(test.Name))
        .Select(test => $"{test.Place}: {test.Name}")
        .Should().BeEmpty("a test's name says what holds, in words: Like_this_sentence");

    [Theory]
    [InlineData("A_network_learns", true)]
    [InlineData("Learns", true)]
    [InlineData("KeepsFiles", true)]
    [InlineData("KeepsFilesOfARun", false)]
    public void A_sentence_has_spaces_between_its_words(string name, bool isSentence) => IsSentence(name).Should().Be(isSentence);

    private static bool IsSentence(string name) => name.Contains('_') || name.Count(char.IsUpper) < 3;

    /// <summary>Whether the attributes above a line make it a test.</summary>
    private static bool IsTest(IEnumerable<string> before) => before
        .TakeWhile(line => line.TrimStart() is { } text && !text.EndsWith(';') && !text.EndsWith('}') && text.Length > 0)
        .Any(line => TestAttribute().IsMatch(line));

    /// <summary>Every line with its place and the lines before it, the last one first.</summary>
    private static IEnumerable<(string Place, string Text, IEnumerable<string> Before)> Lines() => Repository.Sources().SelectMany(file =>
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file));
        return lines.Select((text, i) => ($"{file}:{i + 1}", text, lines.Take(i).Reverse()));
    });

    [GeneratedRegex(@"^max_line_length = (?<columns>\d+)$", RegexOptions.Multiline)]
    private static partial Regex LongestLine();

    [GeneratedRegex(@"^\s*\[(Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"^\s*public (static |async |override |virtual )*(void|Task|ValueTask) (?<name>\w+)\(")]
    private static partial Regex Method();
}
