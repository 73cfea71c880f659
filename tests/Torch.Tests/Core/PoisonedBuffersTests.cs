using System.Diagnostics;

namespace Torch.Tests.Core;

/// <summary>Runs the tests of tensors and the golden cases once more in a process that fills returned buffers with NaN.</summary>
public class PoisonedBuffersTests
{
    private const string Switch = "MANAGEDTORCH_POISON";

    [Fact(Skip = "libtorch has no pool of ours.", SkipUnless = nameof(Engine.IsManaged), SkipType = typeof(Engine))]
    public async Task Nothing_is_used_after_its_memory_went_back_to_the_pool()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Switch) == "1", "this is the poisoned run itself");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        var assembly = typeof(PoisonedBuffersTests).Assembly.Location;
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(assembly);
        else start.FileName = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        foreach (var argument in (string[])["-namespace", "Torch.Tests.Core*", "-namespace", "Torch.Tests.Golden*", "-noColor"])
            start.ArgumentList.Add(argument);
        start.Environment[Switch] = "1";

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.Should().Be(0, "{0}{1}", output, await errors);
        output.Should().MatchRegex(@"Total: [1-9]\d\d", "the tests must have run");
    }
}
