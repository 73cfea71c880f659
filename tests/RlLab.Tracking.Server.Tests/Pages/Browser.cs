using Microsoft.Playwright;
using RlLab.Tracking.Server.Tests.Support;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The Chromium of this machine, for the tests that look at the pages as a user does.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _reason;

    public async ValueTask InitializeAsync()
    {
        if (FindExecutable() is not { } executable)
        {
            _reason = "There is no Chromium on the PATH.";
            return;
        }

        // A page asks for changes every 4 s, and the machine may be busy.
        Assertions.SetDefaultExpectTimeout(30_000);
        try
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox"] });
        }
        catch (Exception error) when (error is PlaywrightException or System.ComponentModel.Win32Exception or IOException)
        {
            _reason = $"Playwright cannot start {executable} here: {error.Message.Split('\n')[0]}";
        }
    }

    /// <summary>Opens a page and fails the test later for anything that the page complains of.</summary>
    public async Task<BrowserPage> OpenAsync(
        TrackingServer server, string path, ColorScheme colours = ColorScheme.Light, int width = 1400, int height = 1000)
    {
        Assert.SkipWhen(_browser is null, _reason ?? "");
        var page = await _browser!.NewPageAsync(new()
        {
            ColorScheme = colours,
            ViewportSize = new() { Width = width, Height = height },
            AcceptDownloads = true,
        });
        page.SetDefaultTimeout(30_000);
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
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        return new BrowserPage(page, complaints);
    }

    /// <inheritdoc cref="OpenAsync(TrackingServer, string, ColorScheme, int, int)"/>
    public Task<BrowserPage> OpenAsync(TestServer server, string path, ColorScheme colours = ColorScheme.Light) =>
        OpenAsync(server.Server, path, colours);

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

    /// <summary>What the page complained of so far, where a test expects a complaint.</summary>
    public List<string> Complaints => complaints;

    /// <summary>A control by its visible name.</summary>
    public ILocator Labelled(string name) => page.GetByLabel(name, new() { Exact = true });

    /// <summary>A button by its visible name.</summary>
    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public async ValueTask DisposeAsync()
    {
        await page.CloseAsync();
        complaints.Should().BeEmpty();
    }
}
