using System.Text.RegularExpressions;
using RlLab.Tracking.Server.Pages;

namespace RlLab.Tracking.Server.Tests.Pages;

public sealed partial class NoteTests
{
    [Theory]
    [InlineData("[a](https://example.org/x)", "https://example.org/x")]
    [InlineData("[a](http://example.org)", "http://example.org")]
    [InlineData("[a](mailto:ann@example.org)", "mailto:ann@example.org")]
    [InlineData("[a](/runs/0123)", "/runs/0123")]
    [InlineData("[a](../other?x=1:2)", "../other?x=1:2")]
    [InlineData("[a](#part)", "#part")]
    [InlineData("<https://example.org>", "https://example.org")]
    [InlineData("<ann@example.org>", "mailto:ann@example.org")]
    [InlineData("[a][r]\n\n[r]: https://example.org", "https://example.org")]
    public void A_note_links_to_pages_mailboxes_and_this_server(string note, string address) =>
        Note.Render(note).ToString().Should().Contain($"href=\"{address}\"");

    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](java&#9;script:alert(1))")]
    [InlineData("[a](&#1;javascript:alert(1))")]
    [InlineData("[a](javascript&colon;alert(1))")]
    [InlineData("[a](<java\tscript:alert(1)>)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a](data:text/html,x)")]
    [InlineData("[a](file:///etc/passwd)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![a](javascript:alert(1))")]
    [InlineData("[a][r]\n\n[r]: javascript:alert(1)")]
    public void A_note_links_nowhere_else(string note) =>
        Address().Matches(Note.Render(note).ToString()).Select(match => match.Groups[1].Value).Should().OnlyContain(address => address == "");

    [Fact]
    public void HTML_in_a_note_is_shown_as_text() =>
        Note.Render("<script>alert(1)</script> <img src=x onerror=alert(1)>").ToString().Should().NotContainAny("<script", "<img");

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("![")]
    public void A_note_that_is_nested_too_deeply_stands_there_as_it_is_written(string level)
    {
        var note = string.Concat(Enumerable.Repeat(level, 500)) + " <b>deep</b>\n\nmore";

        Note.Render(note).ToString().Should().Contain("&lt;b&gt;deep").And.NotContain("<b>");
        Note.FirstParagraph(note).Should().EndWith("<b>deep</b>");
    }

    [Fact]
    public void A_table_of_many_rows_is_a_table()
    {
        var table = "| a | b |\n|---|---|\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"| {i} | {i} |\n"));

        Note.Render(table).ToString().Should().Contain("<td>1999</td>");
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
