namespace RlLab.Journal.Tests;

/// <summary>A journal whose appends are copied into pages of the file is the same as one that is written by calls.</summary>
public sealed class JournalPagesTests : IDisposable
{
    private static readonly JournalOptions Mapped = new() { IsMapped = true };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_the_same_to_the_byte_once_it_is_closed()
    {
        var (written, mapped) = (_folder.File("written"), _folder.File("mapped"));
        foreach (var (path, options) in new[] { (written, new JournalOptions()), (mapped, Mapped) })
        {
            Write(path, options, 0, 200);
            Write(path, options, 200, 700);
        }

        File.ReadAllBytes(mapped).Should().Equal(File.ReadAllBytes(written));
        new FileInfo(mapped).Length.Should().BeGreaterThan(4 << 20, "else the pages do not move on");
    }

    [Fact]
    public void Each_event_can_be_read_as_soon_as_it_is_appended()
    {
        var path = _folder.File("journal");
        using var writer = JournalWriter.Open(path, Mapped);
        for (var i = 1; i <= 50; i++)
        {
            writer.Append(new byte[i * 100]);
            JournalReader.Read(path).Last().Payload.Length.Should().Be(i * 100);
        }

        new FileInfo(path).Length.Should().BeGreaterThan(writer.Length, "pages are set aside for more");
    }

    [Fact]
    public void Zeros_that_a_kill_leaves_behind_the_last_event_are_cut_off()
    {
        var path = _folder.File("journal");
        var copy = _folder.File("copy");
        long length;
        using (var writer = JournalWriter.Open(path, Mapped))
        {
            writer.Append("one"u8);
            length = writer.Append(ReadOnlySpan<byte>.Empty);
            File.Copy(path, copy);
        }

        var copied = new FileInfo(copy).Length;
        copied.Should().BeGreaterThan(length);
        JournalReader.Read(copy).Should().HaveCount(2);
        using var again = JournalWriter.Open(copy, Mapped);
        again.Recovery.Should().BeEquivalentTo(new JournalRecovery(2, copied - length, []));
        again.Length.Should().Be(length);
        new FileInfo(copy).Length.Should().Be(length);
    }

    [Fact]
    public void A_record_is_found_behind_zeros_as_a_power_cut_leaves_them()
    {
        var path = _folder.File("journal");
        using (var writer = JournalWriter.Open(path))
        {
            writer.Append("first"u8);
            writer.Append(new byte[4000]);
            writer.Append("last"u8);
        }

        var records = JournalReader.Read(path).ToList();
        using (var file = File.OpenHandle(path, access: FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, new byte[4012], records[1].Offset);
        }

        var left = JournalReader.Read(path).ToList();
        left.Select(record => record.Offset).Should().Equal(records[0].Offset, records[2].Offset);
        left[1].DamagedBytes.Should().Be(4012);
    }

    private static void Write(string path, JournalOptions options, int from, int to)
    {
        using var writer = JournalWriter.Open(path, options);
        for (var i = from; i < to; i++)
        {
            writer.Append(Enumerable.Repeat((byte)i, i * 20).ToArray());
            writer.Append((ReadOnlyMemory<byte>[])[new byte[2], new byte[i]]);
        }
    }
}
