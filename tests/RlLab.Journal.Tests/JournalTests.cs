using System.Text;

namespace RlLab.Journal.Tests;

public sealed class JournalTests : IDisposable
{
    private static readonly byte[][] Payloads = [[], [0], "hello"u8.ToArray(), [.. Enumerable.Range(0, 300).Select(i => (byte)i)],
        "last"u8.ToArray()];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_appended_is_read_back_in_order()
    {
        var path = Write(Payloads);

        Read(path).Should().BeEquivalentTo(Payloads, options => options.WithStrictOrdering());
    }

    [Fact]
    public void Reading_continues_behind_any_record()
    {
        var path = Write(Payloads);
        var records = JournalReader.Read(path).ToList();

        for (var i = 0; i < records.Count; i++)
        {
            JournalReader.Read(path, records[i].NextOffset).Should().HaveCount(records.Count - i - 1);
        }
    }

    [Fact]
    public void A_journal_that_is_opened_again_goes_on_where_it_ended()
    {
        var path = Write(Payloads[..2]);
        using (var writer = JournalWriter.Open(path))
        {
            writer.Recovery.Should().BeEquivalentTo(new JournalRecovery(2, 0, []));
            writer.Append(Payloads[2]).Should().Be(writer.Length).And.Be(new FileInfo(path).Length);
        }

        Read(path).Should().BeEquivalentTo(Payloads[..3], options => options.WithStrictOrdering());
    }

    [Fact]
    public void Events_of_a_batch_stay_together_while_others_append()
    {
        var path = _folder.File("journal");
        using (var writer = JournalWriter.Open(path))
        {
            Parallel.For(0, 8, thread =>
            {
                for (var i = 0; i < 50; i++)
                {
                    writer.Append(Enumerable.Range(0, 5)
                        .Select(part => (ReadOnlyMemory<byte>)new[] { (byte)thread, (byte)i, (byte)part }));
                }
            });
        }

        var records = Read(path);
        records.Should().HaveCount(8 * 50 * 5);
        records.Chunk(5).Should().AllSatisfy(batch =>
        {
            batch.Select(payload => (payload[0], payload[1])).Distinct().Should().ContainSingle();
            batch.Select(payload => (int)payload[2]).Should().Equal(0, 1, 2, 3, 4);
        });
        records.Where(payload => payload[2] == 0).GroupBy(payload => payload[0])
            .Should().AllSatisfy(thread => thread.Select(payload => (int)payload[1]).Should().BeInAscendingOrder());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reader_follows_a_writer_without_missing_or_repeating_anything(bool mapped)
    {
        const int count = 20_000;
        var path = _folder.File("journal");
        using var writer = JournalWriter.Open(path, new JournalOptions { IsMapped = mapped });
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                writer.Append(Encoding.UTF8.GetBytes($"event {i} {new string('x', i % 97)}"));
            }
        }, TestContext.Current.CancellationToken);

        var (next, offset) = (0, 0L);
        while (next < count)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            foreach (var record in JournalReader.Read(path, offset))
            {
                record.DamagedBytes.Should().Be(0);
                Encoding.UTF8.GetString(record.Payload.Span).Should().StartWith($"event {next++} ");
                offset = record.NextOffset;
            }
        }

        await writing;
        offset.Should().Be(writer.Length);
    }

    [Fact]
    public void A_journal_inside_a_journal_is_not_mistaken_for_its_records()
    {
        var inner = File.ReadAllBytes(Write(Payloads));
        var path = _folder.File("outer");
        using (var writer = JournalWriter.Open(path))
        {
            writer.Append(inner);
            writer.Append("behind"u8);
        }

        // With its frame damaged, the reader has to search through the payload, which is full of frames.
        var bytes = File.ReadAllBytes(path);
        bytes[16] ^= 1;
        File.WriteAllBytes(path, bytes);

        JournalReader.Read(path).Select(record => Encoding.UTF8.GetString(record.Payload.Span)).Should().Equal("behind");
    }

    [Fact]
    public void A_second_writer_is_told_that_there_is_a_first()
    {
        var path = _folder.File("journal");
        using (JournalWriter.Open(path))
        {
            JournalWriter.IsOpen(path).Should().BeTrue();
            var second = () => JournalWriter.Open(path);
            second.Should().Throw<JournalBusyException>().WithMessage($"*{path}*another process*");
        }

        JournalWriter.IsOpen(path).Should().BeFalse();
        JournalWriter.Open(path).Dispose();
    }

    [Fact]
    public void Nobody_writes_a_journal_that_does_not_exist() =>
        JournalWriter.IsOpen(_folder.File("no/such/journal")).Should().BeFalse();

    [Fact]
    public void Whoever_asks_is_not_taken_for_the_writer_by_another_who_asks()
    {
        var path = _folder.File("journal");
        JournalWriter.Open(path).Dispose();
        var taken = 0;
        Parallel.For(0, 5_000, _ => taken += JournalWriter.IsOpen(path) ? 1 : 0);
        taken.Should().Be(0);
    }

    [Fact]
    public void An_oversize_event_is_refused_and_the_journal_goes_on()
    {
        var path = _folder.File("journal");
        using (var writer = JournalWriter.Open(path))
        {
            var append = () => writer.Append(new byte[(64 << 20) + 1]);
            append.Should().Throw<ArgumentException>().WithMessage("*67,108,865 bytes*file*");
            writer.Append("small"u8);
        }

        Read(path).Should().ContainSingle();
    }

    [Fact]
    public void Reading_from_behind_the_end_is_told()
    {
        var path = Write(Payloads);
        var read = () => JournalReader.Read(path, 1_000_000).ToList();
        read.Should().Throw<JournalException>().WithMessage("*cannot be read from byte 1,000,000 on*");
    }

    private string Write(IEnumerable<byte[]> payloads)
    {
        var path = _folder.File("journal");
        using var writer = JournalWriter.Open(path);
        foreach (var payload in payloads)
        {
            writer.Append(payload);
        }

        return path;
    }

    private static List<byte[]> Read(string path) => [.. JournalReader.Read(path).Select(record => record.Payload.ToArray())];
}
