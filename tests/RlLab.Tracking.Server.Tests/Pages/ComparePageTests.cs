using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The views that compare runs in a real browser.</summary>
public sealed class ComparePageTests(Browser browser, SampleServer sample) : IClassFixture<Browser>, IClassFixture<SampleServer>
{
    private const string Return = ".chart[data-metric='train/return']", Evaluation = ".chart[data-metric='eval/return_mean']";

    [Fact]
    public async Task A_chart_is_drawn_for_each_metric_when_it_is_seen_and_tells_values_and_seeds_where_it_is_pointed_at()
    {
        await using var page = await OpenAsync("filter=trial-0");

        await PointAsync(page, Evaluation, 0.95);

        await Expect(page[$"{Evaluation} .tip b"]).ToContainTextAsync("step");
        await Expect(page[$"{Evaluation} .tip"]).ToContainTextAsync("2 of 3 seeds go on");
        await Expect(page[$"{Evaluation} .says"]).ToContainTextAsync(
            "Dotted: a seed has ended, its last value is carried on. At the end 2 of 3 seeds");
    }

    [Theory]
    [InlineData(400, 0.1)]
    [InlineData(400, 0.6)]
    [InlineData(1280, 0.6)]
    public async Task What_a_chart_tells_of_a_place_stays_in_the_window(int width, double part)
    {
        await using var page = await browser.OpenAsync(
            sample.Server, $"/experiments/{sample.Experiment}/compare?filter=trial-0&seeds=1", width: width);
        await page[Return].ScrollIntoViewIfNeededAsync();

        await PointAsync(page, Return, part);

        await Expect(page[$"{Return} .tip"]).ToBeVisibleAsync();
        var box = (await page[$"{Return} .tip"].BoundingBoxAsync())!;
        box.X.Should().BeGreaterThanOrEqualTo(0);
        (box.X + box.Width).Should().BeLessThanOrEqualTo(width);
        (await page[$"{Return} .tip"].EvaluateAsync<int>("tip => tip.scrollWidth - tip.clientWidth")).Should().Be(0, "words stay in their box");
    }

    [Fact]
    public async Task On_a_phone_a_charts_controls_are_folded_away_until_they_are_asked_for()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/experiments/{sample.Experiment}/compare?filter=trial-0", width: 400);
        await Expect(page[".view-bar input[type=range]"]).ToBeHiddenAsync();

        await page.Page.GetByText("How they are drawn").ClickAsync();
        await page.Page.GetByText("log y").ClickAsync();

        page.Page.Url.Should().Contain("ylog=1");
    }

    [Fact]
    public async Task What_is_not_finite_is_told_and_a_chart_of_nothing_else_says_so()
    {
        await using var page = await OpenAsync("runs=" + sample.Run("trial-5 seed-2")[..8]);

        await Expect(page[".chart[data-metric='train/loss'] .says"]).ToContainTextAsync("Not finite from 70,250 on");
        await page[".chart[data-metric='train/only_nan']"].ScrollIntoViewIfNeededAsync();
        await Expect(page[".chart[data-metric='train/only_nan'] .nothing"]).ToHaveTextAsync("Nothing but NaN, from 0 on.");
    }

    [Fact]
    public async Task Smoothing_says_what_it_does_and_which_curves_it_leaves_alone()
    {
        await using var page = await OpenAsync("filter=trial-2&smooth=0.9");

        await Expect(page[$"{Return} .says"]).ToContainTextAsync("Exponential mean over about the last 19 points drawn");
        await Expect(page[$"{Evaluation} .says"]).ToContainTextAsync("Exponential mean over about the last 19 points");
        await page[".view-bar input[type=range]"].FillAsync("0");
        await Expect(page[$"{Return} .says"]).Not.ToContainTextAsync("Exponential");
        page.Page.Url.Should().NotContain("smooth=0.9");
    }

    [Fact]
    public async Task A_stretch_that_is_dragged_over_is_zoomed_into_on_all_charts_and_the_address_remembers_it()
    {
        await using var page = await OpenAsync("filter=trial-0");
        await Expect(page[$"{Evaluation} canvas"]).ToBeVisibleAsync();
        var box = (await page[$"{Evaluation} .u-over"].BoundingBoxAsync())!;

        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.25f), box.Y + 40);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + 40, new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();

        await Expect(page.Button("Show all")).ToBeVisibleAsync();
        var zoom = System.Text.RegularExpressions.Regex.Match(page.Page.Url, "zoom=([0-9.]+)%3A([0-9.]+)");
        double.Parse(zoom.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(20_000, 30_000);
        await page.Page.ReloadAsync();
        await Expect(page.Button("Show all")).ToBeVisibleAsync();
        await page.Button("Show all").ClickAsync();
        await Expect(page.Button("Show all")).ToBeHiddenAsync();
        page.Page.Url.Should().NotContain("zoom");
    }

    [Fact]
    public async Task A_chart_is_walked_zoomed_and_made_large_with_the_keyboard()
    {
        await using var page = await OpenAsync("filter=trial-0");
        var plot = page[$"{Evaluation} .plot"];
        await Expect(plot.Locator("canvas")).ToBeVisibleAsync();
        await plot.FocusAsync();

        await plot.PressAsync("ArrowRight");
        await Expect(plot.Locator(".tip")).ToBeVisibleAsync();
        await plot.PressAsync("+");
        await Expect(page.Button("Show all")).ToBeVisibleAsync();
        await page[$"{Evaluation} .plot"].PressAsync("0");
        await Expect(page.Button("Show all")).ToBeHiddenAsync();
        await page[$"{Evaluation} .plot"].PressAsync("f");
        await Expect(page[$"{Evaluation}.full"]).ToBeVisibleAsync();
        page.Page.Url.Should().Contain("full=");
        await page[$"{Evaluation} .plot"].PressAsync("Escape");
        await Expect(page[$"{Evaluation}.full"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_crosshair_is_shared_by_all_charts()
    {
        await using var page = await OpenAsync("filter=trial-0");
        await Expect(page[$"{Return} canvas"]).ToBeVisibleAsync();

        await PointAsync(page, Evaluation, 0.5);

        await page.Page.WaitForFunctionAsync($$"""
            () => /translate\((\d+)/.exec(document.querySelector("{{Return}} .u-cursor-x")?.style.transform)?.[1] > 50
            """);
    }

    [Fact]
    public async Task A_setting_is_hidden_by_its_legend_and_axes_and_seeds_are_chosen()
    {
        await using var page = await OpenAsync("filter=LearningRate > 0.002");
        await Expect(page[".legend button"].First).ToBeVisibleAsync();
        var all = await page[".legend button"].CountAsync();

        await page[".legend button"].First.ClickAsync();
        await Expect(page[".legend button[aria-pressed=false]"]).ToHaveCountAsync(1);
        await page.Page.GetByText("single seeds").ClickAsync();
        await page.Page.GetByText("log y").ClickAsync();
        await page.Labelled("Over").SelectOptionAsync("relative");

        // Until the chart has been drawn anew, by the time that has passed.
        var seconds = page[$"{Evaluation} .tip b"].Filter(new() { HasText = " s" });
        for (var tries = 0; tries < 50 && await seconds.CountAsync() == 0; tries++)
        {
            await PointAsync(page, Evaluation, 0.5);
        }

        await Expect(seconds).ToBeVisibleAsync();
        page.Page.Url.Should().ContainAll("seeds=1", "ylog=1", "x=relative", "hide=");
        all.Should().BeGreaterThan(2);
    }

    [Theory]
    [InlineData("CSV", "curve,step,eval/return_mean,low,high")]
    [InlineData("SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\"")]
    [InlineData("PNG", "PNG")]
    public async Task A_chart_is_saved(string kind, string beginning)
    {
        await using var page = await OpenAsync("filter=trial-0");
        await Expect(page[$"{Evaluation} canvas"]).ToBeVisibleAsync();

        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.GetByLabel($"Save eval/return_mean as {kind}").ClickAsync());

        var bytes = await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Encoding.UTF8.GetString(bytes).Should().Contain(beginning);
        bytes.Length.Should().BeGreaterThan(500);
    }

    [Fact]
    public async Task Settings_are_ranked_with_intervals_and_test_seeds_apart_from_those_that_chose()
    {
        await using var page = await OpenAsync("view=settings");

        await Expect(page[".ranking h2"]).ToHaveTextAsync(["Test seeds", "Tuning seeds"]);
        await Expect(page[".ranking .answer"]).ToHaveCountAsync(1);
        await Expect(page[".ranking section"].First.Locator("tbody th")).ToHaveCountAsync(3);
        await Expect(page[".ranking section"].Last.Locator(".words")).ToContainTextAsync("biased by selection");
        await Expect(page[".ranking section"].Last.Locator("tbody tr").First).ToContainTextAsync("*");
        await Expect(page[".ranking .constants"]).ToContainTextAsync("TimeLimit 1000");
        await page.Labelled("Best is the").SelectOptionAsync("minimize");
        await Expect(page[".ranking section"].First.Locator("tbody th").First).ToContainTextAsync("trial 3");
    }

    [Fact]
    public async Task A_brush_on_parallel_coordinates_keeps_runs_in_all_views_and_in_the_address()
    {
        await using var page = await OpenAsync("view=space");
        await Expect(page[".chart[data-view=parallel] path.path"]).ToHaveCountAsync(45);
        var grip = page["[data-axis=LearningRate]"];

        await grip.FocusAsync();
        await grip.PressAsync("ArrowUp");
        await Expect(page[".chart[data-view=parallel] .says"]).ToContainTextAsync("of 45 runs are within");
        var outside = await page[".chart[data-view=parallel] path.path.out"].CountAsync();
        outside.Should().BeInRange(1, 44);
        await Expect(page[".chart[data-view=scatter] .dot.out"]).ToHaveCountAsync(outside);
        await page.Page.ReloadAsync();
        await Expect(page[".chart[data-view=parallel] path.path.out"]).ToHaveCountAsync(outside);
        await grip.FocusAsync();
        await grip.PressAsync("Escape");
        await Expect(page[".chart[data-view=parallel] path.path.out"]).ToHaveCountAsync(0);
        await Expect(page[".chart[data-view=contour] .contour"].First).ToBeAttachedAsync();
        await Expect(page[".chart[data-view=importance] .rod"].First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Videos_play_side_by_side_in_step()
    {
        await using var page = await OpenAsync("view=videos");
        await Expect(page[".videos video"]).ToHaveCountAsync(12);
        await page.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('video')].every(video => video.readyState >= 2)");

        await page.Button("▶ Play").ClickAsync();
        await page.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('video')].every(video => video.currentTime > 0.2)");
        await page.Button("❚❚ Pause").ClickAsync();
        await page.Page.WaitForTimeoutAsync(500);
        var times = await page.Page.EvaluateAsync<double[]>("[...document.querySelectorAll('video')].map(video => video.currentTime)");
        (times.Max() - times.Min()).Should().BeLessThan(0.05);

        await page.Page.GetByLabel("Place in the videos").FillAsync("1");
        await page.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('video')].every(video => Math.abs(video.currentTime - 1) < 0.05)");
    }

    [Fact]
    public async Task Images_of_several_runs_stand_side_by_side_at_one_step()
    {
        await using var page = await OpenAsync("view=images&image=policy");
        await Expect(page[".images figcaption a"]).ToHaveTextAsync(["trial-1 seed-0", "trial-2 seed-0", "trial-3 seed-0"]);

        await page.Page.GetByLabel("Step of the images").PressAsync("Home");
        await Expect(page[".transport output"]).ToHaveTextAsync("step 0");
        await page.Page.GetByLabel("Step of the images").PressAsync("End");
        await Expect(page[".images figure", "trial-1 seed-0"].Locator("small")).ToHaveTextAsync("of step 50,000");
        await Expect(page[".images figure", "trial-2 seed-0"].Locator("small")).ToHaveTextAsync("");
        await page.Labelled("Image").SelectOptionAsync("eval/attention");
        await Expect(page[".images img"].First).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("eval~attention"));
    }

    [Fact]
    public async Task Runs_without_images_have_no_view_of_them()
    {
        var experiment = Support.SampleLab.AddMany(sample.Server, 3, name: "without images");
        await using var page = await browser.OpenAsync(sample.Server, $"/experiments/{experiment}/compare?view=images");

        await Expect(page.Page.GetByRole(AriaRole.Tab, new() { Name = "Curves" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.Page.GetByRole(AriaRole.Tab, new() { Name = "Images" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_spike_of_one_point_in_a_million_is_seen()
    {
        var experiment = Support.SampleLab.AddMany(sample.Server, 1, points: 1_000_000, name: "million", metrics: 1);
        await using var page = await browser.OpenAsync(sample.Server, $"/experiments/{experiment}/compare");

        await Expect(page[$"{Evaluation} canvas"]).ToBeVisibleAsync();
        var highest = await page.Page.EvaluateAsync<double>("""
            async () => {
                const ask = async (path, body) => (await fetch(`/api/rllab/${path}`, {
                    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
                })).json();
                const { rows } = await ask("runs", { experiment_ids: [document.getElementById("views").dataset.experiment], columns: [], limit: 1 });
                const { curves } = await ask("curves", { run_ids: [rows[0].run_id], metric: "eval/return_mean", x: "step" });
                return Math.max(...curves[0].high);
            }
            """);
        highest.Should().BeGreaterThan(Math.Sqrt(500_000) + 10);
    }

    private Task<BrowserPage> OpenAsync(string query) => browser.OpenAsync(sample.Server, $"/experiments/{sample.Experiment}/compare?{query}");

    private static async Task PointAsync(BrowserPage page, string chart, double part)
    {
        await Expect(page[$"{chart} canvas"]).ToBeVisibleAsync();

        // A chart that is drawn anew has no place for a moment.
        var box = await page[$"{chart} .u-over"].BoundingBoxAsync();
        for (var tries = 0; tries < 50 && box is null; tries++)
        {
            await Task.Delay(50);
            box = await page[$"{chart} .u-over"].BoundingBoxAsync();
        }

        box.Should().NotBeNull();
        await page.Page.Mouse.MoveAsync(box!.X + 3, box.Y + 30);
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * (float)part), box.Y + 30, new() { Steps = 3 });
    }
}
