using RlLab.Engines;

namespace RlLab.Cli.Tests;

public sealed class ConvolutionGuardTests : IDisposable
{
    private readonly Lab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task The_newest_instructions_that_are_right_are_found_once_and_remembered()
    {
        var guard = Guard("case \"$ONEDNN_MAX_CPU_ISA\" in SSE41) echo 2e-7 ;; *) echo 0.31 ;; esac");
        (await guard.LimitAsync(Token)).Should().Be("SSE41");
        Runs().Should().Be(3, "all, AVX2 and SSE41 are tried in this order");

        (await Guard("echo 0.31").LimitAsync(Token)).Should().Be("SSE41", "the machine is the same");
        Runs().Should().Be(3);
    }

    [Fact]
    public async Task A_processor_without_the_fault_has_no_limit()
    {
        (await Guard("echo 3e-7").LimitAsync(Token)).Should().BeNull();
        Runs().Should().Be(1);
    }

    [Theory]
    [InlineData("echo NaN")]
    [InlineData("echo 0.5")]
    public async Task Wrong_gradients_with_every_instruction_set_train_nothing(string check) =>
        (await Guard(check).Invoking(g => g.LimitAsync(Token)).Should().ThrowAsync<EngineException>())
            .WithMessage("*wrong gradients*--engine managed*");

    [Fact]
    public async Task What_keeps_libtorch_from_starting_is_handed_on() =>
        (await Guard("echo 'libtorch needs a newer C++ library.'").Invoking(g => g.LimitAsync(Token)).Should().ThrowAsync<EngineException>())
            .WithMessage("libtorch needs a newer C++ library.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string CountFile => Path.Combine(_lab.Folder, "checks");

    private int Runs() => File.ReadAllLines(CountFile).Length;

    /// <summary>A guard whose program is a shell script instead of RlLab.</summary>
    private ConvolutionGuard Guard(string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program that stands in for the check is a shell script.");
        var program = new ProgramCommand("/bin/sh", ["-c", $"echo >> '{CountFile}'; {script}"]);
        return new ConvolutionGuard(_lab.Context(TextWriter.Null, TextWriter.Null) with { Program = program });
    }
}
