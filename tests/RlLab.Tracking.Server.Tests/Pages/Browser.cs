using Microsoft.Playwright;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The Chromium of this machine, for the tests that look at the pages as a user does.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (FindExecutable() is { } executable)
        {
            // A page refreshes itself every 4 s, and the machine may be busy.
            Assertions.SetDefaultExpectTimeout(30_000);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox"] });
        }
    }

    /// <summary>Opens a page and fails the test later for anything that the page complains of.</summary>
    public async Task<BrowserPage> OpenAsync(TestServer server, string path, ColorScheme colours = ColorScheme.Light)
    {
        Assert.SkipUnless(_browser is not null, "There is no Chromium on the PATH.");
        var page = await _browser.NewPageAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = 1400, Height = 1000 } });
        page.SetDefaultTimeout(15_000);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Dialog += (_, dialog) =>
        {
            complaints.Add($"A dialog opened: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        await page.GotoAsync(new Uri(server.Server.Address, path).ToString());
        return new BrowserPage(page, complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? FindExecutable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}

/// <summary>A page that is open; closing it checks that it had nothing to complain of.</summary>
public sealed class BrowserPage(IPage page, List<string> complaints) : IAsyncDisposable
{
    public IPage Page => page;

    public ILocator this[string selector] => page.Locator(selector);

    public ILocator this[string selector, string text] => page.Locator(selector).Filter(new() { HasText = text });

    public async ValueTask DisposeAsync()
    {
        await page.CloseAsync();
        complaints.Should().BeEmpty();
    }
}
