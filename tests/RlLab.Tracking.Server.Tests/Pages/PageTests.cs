using System.Net;
using RlLab.Tracking.Server.Pages;
using RlLab.Tracking.Server.Tests.Support;
using RlLab.Tracking.Server.Wire;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The pages as the server sends them, without a browser.</summary>
public sealed class PageTests
{
    [Fact]
    public void What_is_put_into_a_page_is_escaped_and_a_piece_of_a_page_is_not()
    {
        var name = "<b>\"R&D\"</b>";

        Html.Of($"<p title=\"{name}\">{Html.Of($"<i>{name}</i>")}</p>").ToString().Should()
            .Be("<p title=\"&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;\"><i>&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;</i></p>");
    }

    [Fact]
    public void A_piece_that_is_left_out_is_not_even_made()
    {
        string? nothing = null;

        Html.When(nothing is not null, $"{nothing!.Length}").ToString().Should().BeEmpty();
    }

    [Fact]
    public void A_name_breaks_at_its_separators_and_is_text() =>
        Html.Name("eval/<return_mean").ToString().Should().Be("eval/<wbr>&lt;return_<wbr>mean");

    [Fact]
    public void A_note_is_Markdown_and_markup_in_it_is_text()
    {
        var note = Note.Render("| rate | return |\n| --- | --- |\n| 0.1 | <b onclick=x> |\n\n<script>x</script>").ToString();

        note.Should().Contain("<th>rate</th>").And.Contain("<td>&lt;b onclick=x&gt;</td>").And.Contain("&lt;script&gt;x&lt;/script&gt;");
        Note.Render(null).ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("/assets/1/")]
    [InlineData("/assets/1/pages/none.js")]
    public async Task A_script_that_is_not_there_is_not_found(string path)
    {
        await using var server = await TestServer.StartAsync();

        (await server.GetAsync(path)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public void A_page_names_all_modules_that_it_needs_and_no_other()
    {
        Assets.Modules("pages/runs.js").Should().Contain(["pages/runs.js", "parts/runs-table.js", "pure/cells.js"]).And.OnlyHaveUniqueItems()
            .And.NotContain("vendor/uplot/uPlot.esm.js", "a table draws no curves");
        Assets.Modules("pages/compare.js").Should().Contain("vendor/uplot/uPlot.esm.js");
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1 + 0.2, "0.3")]
    [InlineData(-195.123456, "-195.12")]
    [InlineData(1134900, "1.1349e6")]
    [InlineData(150632.4, "150,632")]
    [InlineData(0.00012345678, "1.2346e-4")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.MaxValue, "∞")]
    [InlineData(double.MinValue, "−∞")]
    public void Numbers_read_well(double value, string expected) => Format.Number(value).Should().Be(expected);

    [Theory]
    [InlineData(950, "1.0 s")]
    [InlineData(59_999, "59 s")]
    [InlineData(61_000, "1 min 01 s")]
    [InlineData(3_600_000 * 26, "1 d 2 h")]
    [InlineData(-5, "0.0 s")]
    public void Durations_read_well(long milliseconds, string expected) => Format.Duration(milliseconds).Should().Be(expected);

    [Theory]
    [InlineData("FINISHED", "rllab.not_comparable", "It logged no 'x'.", ">not comparable<")]
    [InlineData("FAILED", "rllab.not_comparable", "It logged no 'x'.", ">failed<")]
    [InlineData("KILLED", "rllab.state", "interrupted", ">interrupted<")]
    [InlineData("RUNNING", "rllab.state", "interrupted", ">running<")]
    public void A_status_is_told_in_RlLabs_own_word_where_that_says_more(string status, string tag, string value, string shown)
    {
        var run = Make("a");
        run = run with { Info = run.Info with { Status = status }, Data = run.Data with { Tags = [new KeyValue(tag, value)] } };

        Status.Badge(run).ToString().Should().Contain(shown);
    }

    [Fact]
    public async Task The_first_page_welcomes_before_anything_was_logged_and_shows_experiments_without_runs()
    {
        await using var server = await TestServer.StartAsync();

        (await server.GetAsync("/")).Text.Should().Contain("Nothing has been logged yet").And.NotContain("Default");
        await server.CreateExperimentAsync("empty");
        (await server.GetAsync("/")).Text.Should().Contain(">empty</a>").And.NotContain("Nothing has been logged yet");
        await server.PostAsync("experiments/delete", new { experiment_id = "1" });
        await server.PostAsync("experiments/delete", new { experiment_id = "0" });
        (await server.GetAsync("/")).Text.Should().Contain("data-archived=\"yes\"").And.Contain("Restore: empty");
        (await server.GetAsync("/experiments/0")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_not_there_has_a_page_that_says_so()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var path in (string[])["/experiments/99", $"/runs/{new string('0', 32)}"])
        {
            var reply = await server.GetAsync(path);
            reply.Status.Should().Be(HttpStatusCode.NotFound);
            reply.Text.Should().Contain("There is no such");
        }
    }

    [Fact]
    public async Task A_page_runs_no_script_but_its_own_and_names_no_other_server()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");

        foreach (var path in (string[])["/", "/experiments/0", "/experiments/0/compare", $"/runs/{run}"])
        {
            var reply = await server.GetAsync(path);
            reply.Message.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self'").And.NotContain("unsafe");
            reply.Text.Should().NotContain("https://").And.NotContain("<style").And.NotContain(" style=");
        }
    }

    [Fact]
    public async Task An_artifact_on_a_page_is_shown_in_a_sandbox_and_with_ranges()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0");
        await server.SendAsync(HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/a%20b/c.svg", new StringContent("<svg/>"));

        var reply = await server.SendAsync(HttpMethod.Get, $"/runs/{run}/artifacts/a%20b/c.svg", null, ("Range", "bytes=0-3"));
        var outside = await server.GetAsync($"/runs/{run}/artifacts/..%2f..%2f..%2fmlflow.db");

        reply.Status.Should().Be(HttpStatusCode.PartialContent);
        reply.Text.Should().Be("<svg");
        reply.Type.Should().Be("image/svg+xml");
        reply.Message.Headers.GetValues("Content-Security-Policy").Should().Equal("sandbox");
        outside.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    private static Run Make(string name, string? parent = null, IReadOnlyList<KeyValue>? parameters = null) => new(
        new RunInfo(name, 1, name, "", "RUNNING", 0, null, "mlflow-artifacts:/1", "active"),
        new RunData(null, parameters, parent is null ? null : [new KeyValue("mlflow.parentRunId", parent)]),
        new RunInputs(null, null),
        null);
}
