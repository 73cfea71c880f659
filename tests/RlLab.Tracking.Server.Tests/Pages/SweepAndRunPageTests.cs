using Microsoft.Playwright;
using RlLab.Tracking.Server.Store;
using RlLab.Tracking.Server.Tests.Support;
using RlLab.Tracking.Server.Wire;
using static Microsoft.Playwright.Assertions;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The pages of a sweep, of a run and of all experiments in a real browser.</summary>
public sealed class SweepAndRunPageTests(Browser browser, SampleServer sample) : IClassFixture<Browser>, IClassFixture<SampleServer>
{
    [Fact]
    public async Task A_sweep_says_its_verdict_how_far_it_is_and_how_to_take_it_up()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{sample.Sweep}");

        await Expect(page[".answer"].First).ToHaveTextAsync("Trials 3, 1 and 2 cannot be told apart: 81 more seeds each would (power 80%).");
        await Expect(page["#sweep .summary"]).ToContainTextAsync(
            "45 runs: 37 finished, 1 running, 3 pruned, 1 not comparable, 1 interrupted, 1 diverged, 1 failed");
        await Expect(page["#sweep code"]).ToHaveTextAsync([
            "dotnet run -c Release --project experiments -- resume 8d39956e",
            "dotnet run -c Release --project experiments -- retry 8d39956e --failed",
            "dotnet run -c Release --project experiments -- retry 8d39956e --not-comparable"]);
    }

    [Fact]
    public async Task Each_trial_has_its_state_and_what_went_wrong_has_its_line_of_code()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{sample.Sweep}?view=trials");

        await Expect(page[".trials tbody tr"]).ToHaveCountAsync(12);
        await Expect(page[".trials tbody tr", "trial 8"].Locator(".chip")).ToHaveTextAsync(["0pruned", "1pruned", "2pruned"]);
        await Expect(page[".troubles li", "trial 7, seed 0"].Locator("code")).ToHaveTextAsync(
            "experiments/CartPoleReinforce/CartPoleReinforce.cs:28: var options = new ReinforceOptions { Discount = Discount };");
        await Expect(page[".troubles li", "trial 8, seed 0"]).ToContainTextAsync("is below the median of 5 others");
        await Expect(page[".troubles li", "trial 5, seed 2"]).ToContainTextAsync("diverged");
    }

    [Fact]
    public async Task A_run_shows_every_kind_of_artifact()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{sample.Run("trial-3 seed-0")}");

        await Expect(page["[data-path='checkpoints/best.dat'] caption"]).ToHaveTextAsync("2 tensors, 160 elements");
        await Expect(page["[data-path='checkpoints/best.dat'] tbody tr"].First.Locator("th, td"))
            .ToHaveTextAsync(["0.weight", "[32, 4]", "float32", "128"]);
        await Expect(page["[data-path='table.csv'] td"]).ToHaveTextAsync(["1", "2", "2", "3,5"]);
        await Expect(page["[data-path='comparison.json'] pre"]).ToContainTextAsync("\"b\": null");
        await Expect(page["[data-path='notes/README.md'] h1"]).ToHaveTextAsync("What it learned");
        await Expect(page["[data-path='changes.diff.txt'] .add"].Last).ToContainTextAsync("var step = 2;");
        await Expect(page["[data-path='picture.svg'] img"]).ToBeVisibleAsync();
        await page["video"].EvaluateAsync("video => video.play()");
        await page.Page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 0.1");
    }

    [Fact]
    public async Task Images_over_steps_are_walked_with_a_slider_all_names_at_once_and_the_address_remembers_it()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{sample.Run("trial-3 seed-0")}");
        var (slider, images) = (page.Page.GetByLabel("Step of the images"), page["#images figure img"]);

        await Expect(page["#images figcaption b"]).ToHaveTextAsync(["eval/attention", "policy"]);
        await Expect(page["#images output"]).ToHaveTextAsync("step 100,000");
        await slider.PressAsync("ArrowLeft");
        await slider.PressAsync("ArrowLeft");

        await Expect(page["#images output"]).ToHaveTextAsync("step 80,000");
        foreach (var image in await images.AllAsync())
        {
            await Expect(image).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex(@"%2Bstep%2B80000%2B"));
        }

        await page.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('#images img')].every(image => image.naturalWidth === 96)");
        page.Page.Url.Should().Contain("imgstep=80000");
        await page.Page.ReloadAsync();
        await Expect(page["#images output"]).ToHaveTextAsync("step 80,000");
        await Expect(page[".artifact[data-path^='images/']"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Images_of_a_running_run_come_in_as_they_are_logged()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0", "live");
        await using var page = await browser.OpenAsync(server, $"/runs/{run}");
        await Expect(page["#images"]).ToBeHiddenAsync();

        await PutAsync(10);
        await Expect(page["#images output"]).ToHaveTextAsync("step 10");
        await PutAsync(20);
        await Expect(page["#images output"]).ToHaveTextAsync("step 20");
        await Expect(page["#images img"]).ToHaveCountAsync(1);

        Task PutAsync(int step) => server.SendAsync(
            HttpMethod.Put,
            $"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/images/maze%2Bstep%2B{step}%2Btimestamp%2B{step}%2Bid.png",
            new ByteArrayContent(TinyPicture.Of(0.5)));
    }

    [Fact]
    public async Task A_run_says_where_its_values_began_not_to_be_finite_and_keeps_the_system_apart()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{sample.Run("trial-5 seed-2")}");

        await Expect(page["#not-finite"]).ToContainTextAsync("train/loss from step 70,250 on");
        await page[".system .chart"].First.ScrollIntoViewIfNeededAsync();
        await Expect(page[".system .chart canvas"].First).ToBeVisibleAsync();
        await Expect(page["#metrics > .curves .chart[data-metric^='system']"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_thousand_metrics_are_searched_and_drawn_when_seen()
    {
        var run = sample.Run("trial-4 seed-0");
        sample.Server.Database.Write(writer => LogStore.LogBatch(
            writer, run, [.. Enumerable.Range(0, 2000).Select(index => new MetricPoint($"layer/{index}/norm", index, 1, 1))], [], []));
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{run}");

        (await page["#metrics canvas"].CountAsync()).Should().BeLessThan(30);
        await page.Labelled("Find").First.FillAsync("1234 norm");
        await Expect(page["#metrics > .curves .chart"]).ToHaveCountAsync(1);
        await Expect(page["#metrics > .curves .chart canvas"]).ToHaveCountAsync(1);
        await page.Page.WaitForURLAsync("**find=1234+norm**");
    }

    [Fact]
    public async Task A_note_is_edited_where_it_is_read()
    {
        await using var page = await browser.OpenAsync(sample.Server, $"/runs/{sample.Run("trial-2 seed-1")}");

        await page.Button("Add a note").ClickAsync();
        await page["dialog textarea"].FillAsync("It *falls* at [the end](javascript:alert(1)), see [this](https://example.org).");
        await page.Button("Keep the note").ClickAsync();

        await Expect(page[".note em"]).ToHaveTextAsync("falls");
        await Expect(page[".note a"].Last).ToHaveAttributeAsync("href", "https://example.org");
        (await page[".note"].InnerHTMLAsync()).Should().NotContain("javascript:");
        await page.Page.ReloadAsync();
        await Expect(page.Button("Edit the note")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_running_run_is_followed()
    {
        await using var server = await TestServer.StartAsync();
        var run = await server.CreateRunAsync("0", "live");
        await server.LogAsync(run, "loss", (1, 1, 1), (2, 2, 2));
        await using var page = await browser.OpenAsync(server, $"/runs/{run}");
        await Expect(page[".plot[aria-label*='live ends at 2']"]).ToBeVisibleAsync();

        await server.LogAsync(run, "loss", (3, 7, 3));
        await server.LogAsync(run, "other", (1, 5, 1), (2, 6, 2));

        await Expect(page[".plot[aria-label*='live ends at 7']"]).ToBeVisibleAsync();
        await Expect(page[".plot[aria-label*='live ends at 6']"]).ToBeVisibleAsync();
        await Expect(page["[data-part=data] tr", "loss"]).ToContainTextAsync("7");
    }

    [Fact]
    public async Task Experiments_are_found_archived_and_taken_out_again_and_tell_their_question_and_verdict()
    {
        await using var page = await browser.OpenAsync(sample.Server, "/");
        var card = page[".experiment", "cartpole-reinforce"];

        await Expect(card.Locator(".question")).ToContainTextAsync("How fast does REINFORCE teach");
        await Expect(card.Locator(".verdict a")).ToHaveTextAsync("Trials 3, 1 and 2 cannot be told apart: 81 more seeds each would (power 80%).");
        await Expect(card.Locator(".status.running")).ToHaveTextAsync("1 running");
        await page["#find"].FillAsync("nothing like it");
        await Expect(card).ToBeHiddenAsync();
        await page["#find"].FillAsync("balance pole");
        await Expect(card).ToBeVisibleAsync();

        await card.Locator(".plain").ClickAsync();
        await Expect(card).ToBeHiddenAsync();
        await page.Labelled("Show").SelectOptionAsync("archived");
        await Expect(card).ToBeVisibleAsync();
        await card.Locator(".plain").ClickAsync();
        await page.Labelled("Show").SelectOptionAsync("active");
        await Expect(card).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/#/experiments/EXPERIMENT/runs/SWEEP", "/runs/SWEEP")]
    [InlineData("/#/experiments/EXPERIMENT/runs", "/experiments/EXPERIMENT")]
    [InlineData("/#/experiments/EXPERIMENT", "/experiments/EXPERIMENT")]
    public async Task A_link_of_MLflows_leads_to_the_same_thing_here(string link, string expected)
    {
        await using var page = await browser.OpenAsync(sample.Server, Fill(link));

        await page.Page.WaitForURLAsync($"**{Fill(expected)}");

        string Fill(string text) => text.Replace("EXPERIMENT", sample.Experiment).Replace("SWEEP", sample.Sweep);
    }

    [Fact]
    public async Task Names_that_look_like_markup_are_shown_as_they_are()
    {
        const string Evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
        await using var server = await TestServer.StartAsync();
        var experiment = await server.CreateExperimentAsync(Evil);
        var sweep = await server.CreateRunAsync(experiment, Evil, ("rllab.sweep", Evil), ("mlflow.note.content", Evil));
        await server.PostAsync("experiments/set-experiment-tag", new { experiment_id = experiment, key = "mlflow.note.content", value = Evil });
        var run = await server.CreateRunAsync(
            experiment, Evil, ("note", Evil), ("mlflow.parentRunId", sweep), ("rllab.trial", Evil), ("rllab.failure", Evil));
        await server.PostAsync("runs/log-parameter", new { run_id = run, key = "p", value = Evil });
        await server.LogAsync(run, "train/return", (1, 1, 1), (2, 2, 2));
        var other = await server.CreateRunAsync(experiment, "other", ("mlflow.parentRunId", sweep));
        await server.PostAsync("runs/log-parameter", new { run_id = other, key = "p", value = "1" });
        await server.LogAsync(other, "train/return", (1, 1, 1), (2, 2, 2));
        await server.SendAsync(
            HttpMethod.Put,
            $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/{Uri.EscapeDataString("<img src=x onerror=alert(3)>.txt")}",
            new StringContent(Evil));

        string[] paths =
        [
            "/", $"/experiments/{experiment}", $"/experiments/{experiment}/compare", $"/experiments/{experiment}/compare?view=settings",
            $"/experiments/{experiment}/compare?view=space", $"/runs/{sweep}?view=trials", $"/runs/{run}",
        ];
        foreach (var path in paths)
        {
            await using var page = await browser.OpenAsync(server, path);
            await page.Page.WaitForTimeoutAsync(600);
            (await page["img[src=x]"].CountAsync()).Should().Be(0);
            (await page["body"].InnerTextAsync()).Should().Contain("<script>alert(1)</script>");
        }
    }
}
