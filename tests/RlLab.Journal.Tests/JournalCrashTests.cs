using System.Buffers.Binary;
using System.Diagnostics;

namespace RlLab.Journal.Tests;

/// <summary>What a journal keeps when its process is killed or its disk is full; a program of its own does the writing.</summary>
public sealed class JournalCrashTests : IDisposable
{
    private static readonly string Appender = Path.Combine(AppContext.BaseDirectory, "JournalAppender.dll");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("written")]
    [InlineData("mapped")]
    public async Task Nothing_acknowledged_is_missing_after_the_process_is_killed(string how)
    {
        var path = _folder.File("journal");
        var random = new Random(20);
        for (var round = 0; round < 20; round++)
        {
            var acknowledged = await KillAfter(path, how, random.Next(1, 400));

            var numbers = Numbers(path);
            numbers.Should().Equal(Enumerable.Range(0, numbers.Count).Select(i => (long)i), "round {0}", round);
            numbers.Count.Should().BeGreaterThan((int)acknowledged);
        }
    }

    [Theory]
    [InlineData("written")]
    [InlineData("mapped")]
    public async Task A_full_disk_keeps_what_was_appended_and_leaves_a_journal_that_goes_on(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The size of a file is limited with the shell's ulimit.");
        var path = _folder.File("journal");

        // At most 64 KiB in a file; the signal that comes with it is ignored, so that the write itself fails in the middle of a
        // record.
        // (The runtime keeps its compiled code in a file in memory, unless told not to.)
        var (code, lines) = await Run("/bin/sh", "-c", $"trap '' XFSZ; ulimit -f 128; DOTNET_EnableWriteXorExecute=0 exec "
            + $"dotnet '{Appender}' '{path}' 1000 {how}");

        code.Should().Be(1);
        lines[^1].Should().Match($"*disk is full*nothing more can be appended*{path}*bytes before are kept*Free some space*");
        var acknowledged = lines[..^1].Select(long.Parse).ToList();
        acknowledged.Should().NotBeEmpty();
        Numbers(path).Should().Equal(acknowledged);
        using var writer = JournalWriter.Open(path);
        writer.Recovery.Should().BeEquivalentTo(new JournalRecovery(acknowledged.Count, 0, []));
        writer.Append("there is space again"u8);
        JournalReader.Read(path).Should().HaveCount(acknowledged.Count + 1);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told_with_the_way_out()
    {
        // A file where a folder should be is refused on every system, whoever asks.
        var file = _folder.File("occupied");
        File.WriteAllText(file, "");

        FluentActions.Invoking(() => JournalWriter.Open(Path.Combine(file, "journal"))).Should().Throw<JournalWriteException>()
            .WithMessage($"The journal {file}*cannot be written*Check that*").Which.KeptBytes.Should().Be(0);
    }

    private static async Task<long> KillAfter(string path, string how, int acknowledgements)
    {
        using var process = Start("dotnet", Appender, path, "57", how);
        var last = -1L;
        for (var i = 0; i < acknowledgements; i++)
        {
            last = long.Parse(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "-1");
        }

        process.Kill();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            // The last line may be cut in its middle; what follows a line feed was whole.
            last = long.TryParse(line, out var number) && number == last + 1 ? number : last;
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return last;
    }

    private static async Task<(int Code, string[] Lines)> Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;

    private static List<long> Numbers(string path) =>
        [.. JournalReader.Read(path).Select(record => BinaryPrimitives.ReadInt64LittleEndian(record.Payload.Span))];
}
