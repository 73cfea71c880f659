using Microsoft.Playwright;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The table of an experiment's runs in a real browser.</summary>
public sealed class RunsTableTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Names = ".runs tbody th .title";

    private TestServer _server = null!;
    private string _experiment = null!;
    private string _sweep = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _experiment = await _server.CreateExperimentAsync("cartpole");
        _sweep = await _server.CreateRunAsync(_experiment, "sweep");
        await AddRunAsync("low", "0.001", 1, _sweep);
        await AddRunAsync("high", "0.1", 10, _sweep);
        await AddRunAsync("middle", "0.01", 5, _sweep);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Runs_are_nested_sorted_and_folded_and_the_address_remembers_it()
    {
        await using var page = await OpenAsync();

        await page.Button("train/return").ClickAsync();
        await Expect(page[Names]).ToHaveTextAsync(["sweep", "high", "middle", "low"]);
        await page.Button("train/return").ClickAsync();
        await Expect(page[Names]).ToHaveTextAsync(["sweep", "low", "middle", "high"]);
        await Expect(page[".runs th[aria-sort=ascending]"]).ToHaveTextAsync("train/return");

        await page[".fold"].First.ClickAsync();
        await Expect(page[Names]).ToHaveTextAsync(["sweep"]);
        await page.Page.ReloadAsync();
        await Expect(page[Names]).ToHaveTextAsync(["sweep"]);
        await Expect(page[".runs th[aria-sort=ascending]"]).ToHaveTextAsync("train/return");
    }

    [Fact]
    public async Task Runs_nest_at_any_depth()
    {
        var below = await AddRunAsync("below", "1", 7, _sweep);
        var deeper = await AddRunAsync("deeper", "1", 8, below);
        await AddRunAsync("deepest", "1", 9, deeper);
        await using var page = await OpenAsync("sort=metrics.train%2Freturn&descending=1");

        await Expect(page[Names]).ToHaveTextAsync(["sweep", "high", "below", "deeper", "deepest", "middle", "low"]);
        await page.Page.GetByLabel("Runs of below").ClickAsync();
        await Expect(page[Names]).ToHaveTextAsync(["sweep", "high", "below", "middle", "low"]);
    }

    [Fact]
    public async Task A_filter_in_plain_words_or_in_MLflows_grammar_narrows_the_table_and_a_wrong_one_says_why()
    {
        await using var page = await OpenAsync();

        await Filter("learning_rate > 0.05");
        await Expect(page[Names]).ToHaveTextAsync(["high"]);
        await Filter("metrics.`train/return` < 2");
        await Expect(page[Names]).ToHaveTextAsync(["low"]);
        page.Page.Url.Should().Contain("filter=");
        await Filter("no_such_thing > 1");
        await Expect(page["#filter-error"]).ToContainTextAsync("no_such_thing");
        page.Complaints.Should().OnlyContain(complaint => complaint.Contains("400"));
        page.Complaints.Clear();

        async Task Filter(string text)
        {
            await page["#filter"].FillAsync(text);
            await page["#filter"].PressAsync("Enter");
        }
    }

    [Fact]
    public async Task Columns_are_chosen_ordered_and_pinned()
    {
        await using var page = await OpenAsync();

        await page.Button("Columns …").ClickAsync();
        await page.Page.GetByLabel("Hide Started").ClickAsync();
        await page.Button("+ User").ClickAsync();
        await page["[data-key='attributes.user_id pin']"].ClickAsync();
        await page.Button("Done").ClickAsync();

        await Expect(page[".runs thead .pinned .sort"]).ToHaveTextAsync(["Run", "User"]);
        await Expect(page[".runs thead"]).Not.ToContainTextAsync("Started");
        await page.Page.ReloadAsync();
        await Expect(page[".runs thead .pinned .sort"]).ToHaveTextAsync(["Run", "User"]);
    }

    [Fact]
    public async Task Runs_stand_under_their_setting_with_means_that_say_of_what()
    {
        await AddRunAsync("again", "0.1", 20, _sweep);
        await using var page = await OpenAsync("group=setting&sort=metrics.train%2Freturn&descending=1");

        await Expect(page[".runs tr.group .title"].First).ToHaveTextAsync("learning_rate 0.1");
        await Expect(page[".runs tr.group"].First.GetByRole(AriaRole.Cell, new() { Name = "15", Exact = true }))
            .ToHaveAttributeAsync("title", "mean of 2 runs, from 10 to 20");
    }

    [Fact]
    public async Task Chosen_runs_are_tagged_noted_archived_deleted_and_restored()
    {
        await using var page = await OpenAsync();
        await page.Page.GetByLabel("Select low").CheckAsync();

        await page.Button("Tag …").ClickAsync();
        await page["dialog input[name=key]"].FillAsync("judged");
        await page["dialog input[name=value]"].FillAsync("poor");
        await page.Button("Set the tag").ClickAsync();
        await page.Button("Note …").ClickAsync();
        await page["dialog textarea"].FillAsync("*weak*");
        await page.Button("Keep the note").ClickAsync();
        await page.Button("Archive").ClickAsync();
        await Expect(page[Names]).Not.ToContainTextAsync(["low"]);

        await page.Labelled("Show").SelectOptionAsync("archived");
        await Expect(page[Names]).ToHaveTextAsync(["low"]);
        await page.Button("Take out of the archive").ClickAsync();
        await page.Labelled("Show").SelectOptionAsync("active");
        await Expect(page[Names]).ToHaveCountAsync(4);

        await page.Button("Delete").ClickAsync();
        await Expect(page[Names]).ToHaveCountAsync(3);
        await page.Labelled("Show").SelectOptionAsync("deleted");
        await Expect(page[Names]).ToHaveTextAsync(["low"]);
        await page.Button("Restore").ClickAsync();
        await Expect(page[Names]).ToHaveCountAsync(0);

        var run = await SearchAsync("tags.judged = 'poor'");
        run["data"]!["tags"]!.ToJsonString().Should().Contain("*weak*");
        run["info"]!["lifecycle_stage"]!.GetValue<string>().Should().Be("active");
    }

    [Fact]
    public async Task What_changes_comes_in_while_focus_choice_scroll_and_tooltips_stay()
    {
        for (var index = 0; index < 60; index++)
        {
            await AddRunAsync($"more-{index:00}", "0.5", index, _sweep);
        }

        await using var page = await OpenAsync("sort=metrics.train%2Freturn&descending=1");
        await page.Page.GetByLabel("Select more-59").CheckAsync();
        await page[".scroll"].EvaluateAsync("scroll => { scroll.scrollTop = 500; }");
        await Expect(page[Names, "more-40"]).ToBeVisibleAsync();
        await page[Names, "more-40"].FocusAsync();
        await page["tr", "more-40"].EvaluateAsync("row => { row.marked = true; }");

        var changed = (await SearchAsync("attributes.run_name = 'more-30'"))["info"]!["run_id"]!.GetValue<string>();
        await _server.PostAsync("runs/log-metric", new { run_id = changed, key = "train/return", value = 31.5, timestamp = 9, step = 9 });
        await AddRunAsync("newest", "0.7", 33, _sweep);

        await Expect(page["tr", "more-30"]).ToContainTextAsync("31.5");
        await Expect(page[Names, "newest"]).ToBeVisibleAsync();
        (await page[".scroll"].EvaluateAsync<int>("scroll => scroll.scrollTop")).Should().Be(500);
        (await page.Page.EvaluateAsync<string>("document.activeElement.textContent")).Should().Be("more-40");
        (await page["tr", "more-40"].EvaluateAsync<bool>("row => row.marked === true")).Should().BeTrue();
        await Expect(page[".actions b"]).ToHaveTextAsync("1 run chosen");
    }

    [Fact]
    public async Task The_keyboard_walks_folds_chooses_and_moves_columns()
    {
        await using var page = await OpenAsync("sort=metrics.train%2Freturn&descending=1");
        await Expect(page[Names]).ToHaveCountAsync(4);
        await page[".scroll"].FocusAsync();

        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("Space");
        await Expect(page[".actions b"]).ToHaveTextAsync("1 run chosen");
        await Expect(page.Page.GetByLabel("Select high")).ToBeCheckedAsync();
        await page.Page.Keyboard.PressAsync("Home");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page[Names]).ToHaveTextAsync(["sweep"]);
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(page[Names]).ToHaveCountAsync(4);

        var heads = page[".runs thead .sort"];
        await Expect(heads.Nth(2)).ToHaveTextAsync("learning_rate");
        await heads.Nth(2).PressAsync("Alt+ArrowLeft");
        await Expect(heads.Nth(1)).ToHaveTextAsync("learning_rate");
    }

    [Fact]
    public async Task Ten_thousand_runs_scroll_with_few_rows_in_the_document()
    {
        var many = SampleLab.AddMany(_server.Server, 10_000);
        await using var page = await browser.OpenAsync(_server, $"/experiments/{many}?sort=metrics.eval%2Freturn_mean&descending=1");
        await Expect(page[".summary"]).ToHaveTextAsync("10,000 runs");

        // A long pause of the main thread would be a stutter: it is measured where it can be seen, and told.
        var worst = await page.Page.EvaluateAsync<double>("""
            () => new Promise(done => {
                const scroll = document.querySelector(".scroll");
                let [last, worst, frames] = [performance.now(), 0, 0];
                const step = now => {
                    worst = Math.max(worst, now - last);
                    last = now;
                    scroll.scrollTop = (frames * 9_973) % scroll.scrollHeight;
                    frames++ < 120 ? requestAnimationFrame(step) : done(worst);
                };
                requestAnimationFrame(step);
            })
            """);
        TestContext.Current.SendDiagnosticMessage("the longest of 120 frames while scrolling 10,000 runs took {0:0} ms", worst);
        (await page[".runs tbody tr"].CountAsync()).Should().BeLessThan(100);
        await page[".scroll"].EvaluateAsync("scroll => { scroll.scrollTop = scroll.scrollHeight; }");
        await Expect(page[".runs tbody tr[aria-rowindex='10001']"]).ToBeVisibleAsync();
    }

    private Task<BrowserPage> OpenAsync(string query = "") => browser.OpenAsync(_server, $"/experiments/{_experiment}?{query}");

    private async Task<string> AddRunAsync(string name, string rate, double value, string parent)
    {
        var run = await _server.CreateRunAsync(_experiment, name, (RunStore.ParentTag, parent));
        await _server.PostAsync("runs/log-parameter", new { run_id = run, key = "learning_rate", value = rate });
        await _server.LogAsync(run, "train/return", (1, value, 1_700_000_000_000));
        return run;
    }

    private async Task<System.Text.Json.Nodes.JsonNode> SearchAsync(string filter) =>
        (await _server.PostAsync("runs/search", new { experiment_ids = new[] { _experiment }, filter })).Json["runs"]![0]!;
}
