using System.Diagnostics;

namespace RlLab.Tracking.Server.Tests.Pages;

/// <summary>The pages' pure modules, tested by node in its own way; each file of tests there is one test here.</summary>
public sealed class ScriptTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Pages", "Scripts");

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Folder, "*.test.js").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nodes_tests_of_the_pages_modules_pass(string file)
    {
        Assert.SkipUnless(HasNode(), "There is no node on the PATH.");
        using var node = Process.Start(new ProcessStartInfo("node", ["--test", "--test-reporter=tap", file])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var cancellation = TestContext.Current.CancellationToken;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(cancellation), node.StandardError.ReadToEndAsync(cancellation));
        await node.WaitForExitAsync(cancellation);

        node.ExitCode.Should().Be(0, "{0}\n{1}", await output, await error);
        (await output).Should().MatchRegex(@"# pass [1-9]");
    }

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "node")) || File.Exists(Path.Combine(folder, "node.exe")));
}
