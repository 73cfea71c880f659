using Microsoft.Playwright;
using RlLab.Tracking.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The pages in a real browser, with their scripts.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";

    private TestServer _server = null!;
    private string _experiment = null!;
    private string _sweep = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _experiment = await _server.CreateExperimentAsync("cartpole");
        _sweep = await _server.CreateRunAsync(_experiment, "sweep");
        await AddRunAsync("low", "0.001", 30, index => index);
        await AddRunAsync("high", "0.1", 30, index => 10 * index);
        await AddRunAsync("middle", "0.01", 30, index => 5 * index);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_list_of_experiments_counts_their_runs_and_leads_to_them()
    {
        await using var page = await browser.OpenAsync(_server, "/");

        await Expect(page["tbody tr"]).ToHaveCountAsync(1);
        await Expect(page["tbody tr td"].First).ToHaveTextAsync("4");
        await Expect(page["tbody .status.running"]).ToHaveTextAsync("4 running");
        await Expect(page["tbody time"].Last).ToHaveTextAsync("just now");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "cartpole" }).ClickAsync();
        await Expect(page["h1"]).ToHaveTextAsync("cartpole");
    }

    [Fact]
    public async Task Runs_are_nested_sorted_and_folded()
    {
        await using var page = await browser.OpenAsync(_server, $"/experiments/{_experiment}");
        var names = page["#runs tbody th"];

        await page["#runs thead button", "train/return"].ClickAsync();
        await Expect(names).ToHaveTextAsync(["sweep", "high", "middle", "low"]);
        await page["#runs thead button", "train/return"].ClickAsync();
        await Expect(names).ToHaveTextAsync(["sweep", "low", "middle", "high"]);
        await page["#runs thead button", "learning_rate"].ClickAsync();
        await Expect(names).ToHaveTextAsync(["sweep", "low", "middle", "high"]);
        await Expect(page["#runs th[aria-sort=ascending]"]).ToHaveTextAsync("learning_rate");

        await page[".fold"].ClickAsync();
        await Expect(page["#runs tbody tr:visible"]).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_chart_has_a_line_for_each_run_and_a_corner_for_each_point()
    {
        await using var page = await browser.OpenAsync(_server, $"/experiments/{_experiment}");
        var lines = page["[data-metric='train/return'] path.line"];

        await Expect(lines).ToHaveCountAsync(3);
        var paths = await lines.EvaluateAllAsync<string[]>("paths => paths.map(path => path.getAttribute('d'))");
        paths.Select(path => path.Count("ML".Contains)).Should().OnlyContain(corners => corners == 30);
        paths.Should().OnlyHaveUniqueItems().And.NotContain(path => path.Contains("NaN"));

        await page["#runs .draw"].First.UncheckAsync();
        await Expect(lines).ToHaveCountAsync(2);
        await Expect(page["#legend li"]).ToHaveCountAsync(2);
        await page["#all"].CheckAsync();
        await Expect(lines).ToHaveCountAsync(3);
        await page["#all"].UncheckAsync();
        await Expect(lines).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Pointing_at_a_chart_tells_the_values_there()
    {
        await AddRunAsync("short", "1", 3, index => 1000);
        await using var page = await browser.OpenAsync(_server, $"/experiments/{_experiment}");
        var plot = page["[data-metric='train/return'] .plot"];
        await Expect(plot.Locator("path.line")).ToHaveCountAsync(4);

        var box = (await plot.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + box.Width - 12, box.Y + (box.Height / 2));

        await Expect(plot.Locator(".tip b")).ToHaveTextAsync("step 2,900");
        await Expect(plot.Locator(".tip tr")).ToHaveTextAsync(["high290", "middle145", "low29"]);
    }

    [Fact]
    public async Task Values_without_a_place_on_the_axis_leave_a_gap()
    {
        var run = await _server.CreateRunAsync(_experiment, "diverged");
        await LogAsync(run, "loss", [1, double.NaN, 3, double.PositiveInfinity, 5, 6]);

        await using var page = await browser.OpenAsync(_server, $"/runs/{run}");

        var path = await page["[data-metric=loss] path.line"].GetAttributeAsync("d");
        path!.Count(character => character == 'M').Should().Be(3);
        path!.Count(character => character == 'L').Should().Be(1);
    }

    [Fact]
    public async Task Metrics_of_one_value_are_bars_in_no_more_room_than_they_need()
    {
        var sweep = await _server.CreateRunAsync(_experiment, "final");
        foreach (var value in (double[])[2, -1, double.NaN])
        {
            var run = await _server.CreateRunAsync(_experiment, $"ends at {value}", ("mlflow.parentRunId", sweep));
            await LogAsync(run, "final/return", [value]);
        }

        await using var page = await browser.OpenAsync(_server, $"/runs/{sweep}");
        var plot = page["[data-metric='final/return'] .plot"];

        await Expect(plot.Locator(".rod")).ToHaveCountAsync(2);
        var widths = await plot.Locator(".rod").EvaluateAllAsync<double[]>("rods => rods.map(rod => Number(rod.getAttribute('width')))");
        (widths[0] / widths[1]).Should().BeApproximately(2, 1e-3);
        (await plot.BoundingBoxAsync())!.Height.Should().BeInRange(40, 100);
    }

    [Fact]
    public async Task Smoothing_keeps_the_raw_lines_in_the_background()
    {
        await using var page = await browser.OpenAsync(_server, $"/experiments/{_experiment}");
        await Expect(page["[data-metric='train/return'] path.line"]).ToHaveCountAsync(3);

        await page["#smoothing"].FillAsync("0.9");

        await Expect(page["[data-metric='train/return'] path.line.main"]).ToHaveCountAsync(3);
        await Expect(page["[data-metric='train/return'] path.line.raw"]).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_filter_narrows_the_table_and_a_wrong_one_says_why()
    {
        await using var page = await browser.OpenAsync(_server, $"/experiments/{_experiment}");

        await page["#filter"].FillAsync("metrics.`train/return` > 200");
        await page["#filter"].PressAsync("Enter");
        await Expect(page["#runs tbody th"]).ToHaveTextAsync(["high"]);
        await page["#filter"].FillAsync("colour = 'red'");
        await page["#filter"].PressAsync("Enter");
        await Expect(page["[role=alert]"]).ToContainTextAsync("Invalid attribute key 'colour'");
        await Expect(page["#filter"]).ToHaveValueAsync("colour = 'red'");
    }

    [Fact]
    public async Task A_page_with_a_running_run_follows_it_and_keeps_what_the_reader_chose()
    {
        var run = await _server.CreateRunAsync(_experiment, "live", ("mlflow.parentRunId", _sweep));
        await LogAsync(run, "train/return", [1, 2]);
        await using var page = await browser.OpenAsync(_server, $"/experiments/{_experiment}");
        var line = page[$"[data-metric='train/return'] path[data-run='{run}']"];
        await Expect(line).ToHaveAttributeAsync("data-points", "2");
        await page["#runs tbody tr", "middle"].Locator(".draw").UncheckAsync();

        await LogAsync(run, "train/return", [1, 2, 3, 4, 5]);
        await LogAsync(run, "train/new", [1, 2, 3]);

        await Expect(line).ToHaveAttributeAsync("data-points", "5");
        await Expect(page[$"[data-metric='train/new'] path[data-run='{run}']"]).ToHaveAttributeAsync("data-points", "3");
        await Expect(page["#runs tbody tr", "middle"].Locator(".draw")).Not.ToBeCheckedAsync();
        await Expect(page["[data-metric='train/return'] path.line"]).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_video_among_the_artifacts_plays()
    {
        var run = await _server.CreateRunAsync(_experiment, "filmed");
        var video = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Pages", "tiny.mp4"), TestContext.Current.CancellationToken);
        await _server.SendAsync(
            HttpMethod.Put, $"/api/2.0/mlflow-artifacts/artifacts/{_experiment}/{run}/artifacts/replay.mp4", new ByteArrayContent(video));

        await using var page = await browser.OpenAsync(_server, $"/runs/{run}");
        await page["video"].EvaluateAsync("video => video.play()");

        await page.Page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 0.1");
        (await page["video"].EvaluateAsync<int>("video => video.videoWidth")).Should().Be(32);
    }

    [Theory]
    [InlineData("/#/experiments/EXPERIMENT/runs/SWEEP", "/runs/SWEEP")]
    [InlineData("/#/experiments/EXPERIMENT/runs", "/experiments/EXPERIMENT")]
    [InlineData("/#/experiments/EXPERIMENT", "/experiments/EXPERIMENT")]
    public async Task A_link_of_MLflows_leads_to_the_same_thing_here(string link, string expected)
    {
        await using var page = await browser.OpenAsync(_server, Fill(link));

        await page.Page.WaitForURLAsync($"**{Fill(expected)}");

        string Fill(string text) => text.Replace("EXPERIMENT", _experiment).Replace("SWEEP", _sweep);
    }

    [Fact]
    public async Task Names_that_look_like_markup_are_shown_as_they_are()
    {
        var experiment = await _server.CreateExperimentAsync(Evil);
        var run = await _server.CreateRunAsync(experiment, Evil, ("note", Evil), ("mlflow.note.content", Evil));
        await _server.PostAsync("experiments/set-experiment-tag", new { experiment_id = experiment, key = "mlflow.note.content", value = Evil });
        await _server.PostAsync("runs/log-parameter", new { run_id = run, key = "p", value = Evil });
        await LogAsync(run, "train/return", [1, 2]);
        var other = await _server.CreateRunAsync(experiment, "other");
        await _server.PostAsync("runs/log-parameter", new { run_id = other, key = "p", value = "1" });
        await LogAsync(other, "train/return", [1, 2]);
        await _server.SendAsync(
            HttpMethod.Put,
            $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/{Uri.EscapeDataString("<img src=x onerror=alert(3)>.txt")}",
            new StringContent(Evil));

        var filtered = $"/experiments/{experiment}?filter={Uri.EscapeDataString(Evil)}";
        foreach (var path in (string[])["/", $"/experiments/{experiment}", filtered, $"/runs/{run}"])
        {
            await using var page = await browser.OpenAsync(_server, path);
            await page.Page.WaitForTimeoutAsync(300);
            (await page["img[src=x]"].CountAsync()).Should().Be(0);
            (await page["body"].InnerTextAsync()).Should().Contain("<script>alert(1)</script>");
        }
    }

    [Fact]
    public async Task The_pages_follow_the_readers_choice_of_dark_or_light()
    {
        var backgrounds = new List<string>();
        foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var page = await browser.OpenAsync(_server, $"/runs/{_sweep}", colours);
            backgrounds.Add(await page["body"].EvaluateAsync<string>("body => getComputedStyle(body).backgroundColor"));
        }

        backgrounds.Should().Equal("rgb(247, 249, 251)", "rgb(16, 21, 27)");
    }

    private async Task AddRunAsync(string name, string rate, int count, Func<int, double> value)
    {
        var run = await _server.CreateRunAsync(_experiment, name, ("mlflow.parentRunId", _sweep));
        await _server.PostAsync("runs/log-parameter", new { run_id = run, key = "learning_rate", value = rate });
        await LogAsync(run, "train/return", [.. Enumerable.Range(0, count).Select(value)]);
    }

    private Task LogAsync(string run, string metric, double[] values) => _server.PostAsync("runs/log-batch", new
    {
        run_id = run,
        metrics = values.Select((value, index) => new
        {
            key = metric,
            value = double.IsFinite(value) ? value : (object)(double.IsNaN(value) ? "NaN" : "Infinity"),
            timestamp = 1_700_000_000_000 + index,
            step = 100 * index,
        }),
    });
}
