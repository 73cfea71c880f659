using RlLab.Tracking.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>What a browser that was never here before receives of a page of 1,000 runs, everything counted.</summary>
public sealed class BudgetTests(Browser browser) : IClassFixture<Browser>
{
    private const int Runs = 1_000, Budget = 300_000;

    [Fact]
    public async Task The_table_of_a_thousand_runs_is_less_than_300_kB()
    {
        await using var server = await TestServer.StartAsync();
        var experiment = SampleLab.AddMany(server.Server, Runs);
        await using var page = await browser.OpenAsync(server, $"/experiments/{experiment}");
        await Expect(page[".summary"]).ToHaveTextAsync("1,000 runs");

        var received = await ReceivedAsync(page, "the table");

        received.Compressed.Should().BeInRange(10_000, Budget);
        (await RowsAsync(server, experiment)).Should().BeLessThan(Budget, "of the page and its rows alone, before compression");
    }

    [Fact]
    public async Task The_curves_of_a_thousand_runs_are_less_than_300_kB()
    {
        await using var server = await TestServer.StartAsync();
        var experiment = SampleLab.AddMany(server.Server, Runs, points: 2_000);
        await using var page = await browser.OpenAsync(server, $"/experiments/{experiment}/compare");
        await Expect(page[".chart canvas"]).ToHaveCountAsync(3);

        var received = await ReceivedAsync(page, "the curves");

        received.Compressed.Should().BeInRange(10_000, Budget);
    }

    private static async Task<Received> ReceivedAsync(BrowserPage page, string what)
    {
        await page.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        var received = await page.Page.EvaluateAsync<Received>("""
            () => {
                const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
                const sum = name => all.reduce((total, entry) => total + entry[name], 0);
                return { Files: all.length, Compressed: sum("transferSize"), Whole: sum("decodedBodySize") };
            }
            """);
        TestContext.Current.SendDiagnosticMessage(
            "{0} of {1:N0} runs: {2:N0} bytes sent in {3} files, {4:N0} before compression", what, Runs, received.Compressed, received.Files,
            received.Whole);
        return received;
    }

    private static async Task<int> RowsAsync(TestServer server, string experiment)
    {
        string[] columns =
            ["attributes.run_name", "attributes.status", "params.seed", "params.LearningRate", "metrics.eval/return_mean", "attributes.start_time"];
        var rows = await server.PostAsync("/api/rllab/runs", new { experiment_ids = new[] { experiment }, columns, limit = Runs, offset = 0 });
        return (await server.GetAsync($"/experiments/{experiment}")).Bytes.Length + rows.Bytes.Length;
    }

    private sealed record Received
    {
        public int Files { get; init; }

        public int Compressed { get; init; }

        public int Whole { get; init; }
    }
}
