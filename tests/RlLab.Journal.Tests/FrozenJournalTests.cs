namespace RlLab.Journal.Tests;

/// <summary>
/// Journals that were written without RlLab, from the description of the format (tests/Golden/journal): they stay readable for
/// ever.
/// </summary>
public sealed class FrozenJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    private static byte[][] Payloads
    {
        get
        {
            byte[] inner = [.. "\u0089RLJ\r\n\u001A\n".Select(c => (byte)c)];
            return [[], [0], "hello"u8.ToArray(),
                [.. Enumerable.Range(0, 256).Select(i => (byte)i), .. Enumerable.Repeat((byte)'x', 44)], inner];
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Version_1_is_read()
    {
        var records = JournalReader.Read(Golden("v1.journal")).ToList();

        records.Select(record => record.Payload.ToArray()).Take(4)
            .Should().BeEquivalentTo(Payloads[..4], options => options.WithStrictOrdering());
        records[4].Payload.ToArray().Should().StartWith(Payloads[4]).And.EndWith("inner"u8.ToArray());
        records.Should().HaveCount(5).And.OnlyContain(record => record.DamagedBytes == 0);
    }

    [Fact]
    public void Version_1_is_written_to_the_same_bytes()
    {
        var path = _folder.File("journal");
        using (var writer = JournalWriter.Open(path))
        {
            foreach (var record in JournalReader.Read(Golden("v1.journal")))
            {
                writer.Append(record.Payload.Span);
            }
        }

        File.ReadAllBytes(path).Should().Equal(File.ReadAllBytes(Golden("v1.journal")));
    }

    [Fact]
    public void Damaged_version_1_gives_what_is_left_and_says_what_is_not()
    {
        var path = _folder.File("journal");
        File.Copy(Golden("v1-damaged.journal"), path);

        using var writer = JournalWriter.Open(path);

        writer.Recovery.Should().BeEquivalentTo(new JournalRecovery(3, 7, [new JournalDamage(16 + 12 + 13, 12 + 5 + 12 + 300)]));
        JournalReader.Read(path).Select(record => record.Payload.Length).Should().Equal(0, 1, 16 + 12 + 5);
    }
}
