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

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Address();
}
