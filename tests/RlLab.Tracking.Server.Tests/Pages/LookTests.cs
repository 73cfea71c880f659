using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>Every page in light and dark, wide and narrow: what axe-core finds, and pictures to look at.</summary>
public sealed class LookTests(Browser browser, SampleServer sample) : IClassFixture<Browser>, IClassFixture<SampleServer>
{
    /// <summary>A folder for the pictures, by this variable; without it the pictures are not taken.</summary>
    private const string Folder = "RLLAB_SCREENSHOTS";

    public static TheoryData<string, string> Pages() => new()
    {
        { "experiments", "/" },
        { "runs", "/experiments/EXPERIMENT" },
        { "runs-grouped", "/experiments/EXPERIMENT?group=setting&select=SELECTED&sort=metrics.eval%2Freturn_mean&descending=1" },
        { "curves", "/experiments/EXPERIMENT/compare?smooth=0.8&filter=LearningRate%20%3E%200.003" },
        { "settings", "/experiments/EXPERIMENT/compare?view=settings" },
        { "space", "/experiments/EXPERIMENT/compare?view=space&brush=LearningRate%3D0.2%3A0.9" },
        { "videos", "/experiments/EXPERIMENT/compare?view=videos" },
        { "images", "/experiments/EXPERIMENT/compare?view=images" },
        { "sweep", "/runs/SWEEP?phase=test" },
        { "trials", "/runs/SWEEP?view=trials" },
        { "run", "/runs/RUN" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_serious(string name, string path)
    {
        foreach (var colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var page = await OpenAsync(path, colours, 1280);

            var result = await page.Page.RunAxe();

            result.Violations.Where(violation => violation.Impact is "serious" or "critical").Select(Describe)
                .Should().BeEmpty("of {0}, {1}", name, colours);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_page_is_wider_than_the_window(string name, string path)
    {
        await using var page = await OpenAsync(path, ColorScheme.Light, 400);

        var beyond = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

        beyond.Should().Be(0, "of {0}", name);
    }

    [Theory]
    [InlineData("scatter")]
    [InlineData("contour")]
    [InlineData("parallel")]
    public async Task No_words_of_a_figure_lie_on_others(string figure)
    {
        // Of few settings every value is a tick, however close two are.
        const string Few = "/experiments/EXPERIMENT/compare?view=space&filter=LearningRate%20%3E%200.003";
        await using var page = await OpenAsync(Few, ColorScheme.Light, 1280);

        var overlaps = await page.Page.EvaluateAsync<string[]>(
            """
            figure => {
              const texts = [...document.querySelectorAll(`.chart[data-view=${figure}] svg text`)];
              const words = texts.map(text => [text.textContent, text.getBoundingClientRect()]);
              return words.flatMap(([one, a], index) => words.slice(index + 1)
                .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
                .map(([other]) => `${one} and ${other}`));
            }
            """,
            figure);

        overlaps.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Pictures_to_look_at_are_taken(string name, string path)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Folder) is { Length: > 0 }, $"{Folder} names no folder for the pictures.");
        var looks = from width in (int[])[1280, 400] from colours in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark] select (width, colours);
        foreach (var (width, colours) in looks)
        {
            await using var page = await OpenAsync(path, colours, width);
            var file = Path.Combine(Environment.GetEnvironmentVariable(Folder)!, $"{name}-{width}-{colours.ToString().ToLowerInvariant()}.png");
            await page.Page.ScreenshotAsync(new() { Path = file });
            File.Exists(file).Should().BeTrue();
        }
    }

    private async Task<BrowserPage> OpenAsync(string path, ColorScheme colours, int width)
    {
        var full = path.Replace("EXPERIMENT", sample.Experiment).Replace("SWEEP", sample.Sweep).Replace("RUN", sample.Run("trial-3 seed-0"))
            .Replace("SELECTED", sample.Run("trial-3 seed-0")[..8]);
        var page = await browser.OpenAsync(sample.Server, full, colours, width);
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.Page.WaitForTimeoutAsync(500);
        return page;
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help} ("
        + string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html[..Math.Min(160, node.Html.Length)])) + ")";
}
