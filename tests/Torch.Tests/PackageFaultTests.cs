using System.Diagnostics;

namespace Torch.Tests;

/// <summary>Holds the list of the package's faults to the package: what it has mended must leave the list.</summary>
public sealed class PackageFaultTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static TheoryData<string> ThoseThatEndTheProcess =>
        [.. PackageFaults.All.Where(fault => fault.MayEndTheProcess).Select(fault => fault.ToString())];

    [Fact(Skip = "These are faults of libtorch's side.", SkipWhen = nameof(Engine.IsManaged), SkipType = typeof(Engine))]
    public async Task The_package_still_fails_what_is_listed()
    {
        var (_, output) = await RunAsync(SkipPackageFaultsAttribute.AllInOneProcess);

        // The runner prints at the same time, and may have begun the line.
        var results = output.Split('\n').Where(line => line.Contains(SkipPackageFaultsAttribute.Report)).ToList();
        results.Should().HaveCount(PackageFaults.All.Count(fault => !fault.MayEndTheProcess), "each entry is one test:\n{0}", output);
        results.Should().OnlyContain(line => line.TrimEnd().EndsWith(nameof(TestResult.Failed)));
    }

    [Theory(Skip = "These are faults of libtorch's side.", SkipWhen = nameof(Engine.IsManaged), SkipType = typeof(Engine))]
    [MemberData(nameof(ThoseThatEndTheProcess))]
    public async Task The_package_still_fails_or_ends_the_process_over(string fault)
    {
        var (exitCode, output) = await RunAsync(fault);
        exitCode.Should().NotBe(0, "a mended fault must leave the list: {0}", output);
    }

    /// <summary>Runs listed tests in a process of their own.</summary>
    private static async Task<(int ExitCode, string Output)> RunAsync(string asked)
    {
        var program = Path.ChangeExtension(typeof(PackageFaultTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(program, "-noColor") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[SkipPackageFaultsAttribute.Variable] = asked;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            process.Kill();
        }
    }
}
