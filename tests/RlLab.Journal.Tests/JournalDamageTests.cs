namespace RlLab.Journal.Tests;

public sealed class JournalDamageTests : IDisposable
{
    private static readonly byte[][] Payloads = ["first"u8.ToArray(), [], "the third event"u8.ToArray(), [0xFF, 0, 0xFF],
        "last"u8.ToArray()];

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly byte[] _sound;
    private readonly List<JournalRecord> _records;

    public JournalDamageTests()
    {
        _path = _folder.File("journal");
        using (var writer = JournalWriter.Open(_path))
        {
            writer.Append(Payloads.Select(payload => (ReadOnlyMemory<byte>)payload));
        }

        _sound = File.ReadAllBytes(_path);
        _records = [.. JournalReader.Read(_path)];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cut_at_any_byte_it_keeps_every_whole_record_and_can_be_continued()
    {
        for (var length = 0; length < _sound.Length; length++)
        {
            File.WriteAllBytes(_path, _sound[..length]);
            var whole = _records.TakeWhile(record => record.NextOffset <= length).ToList();
            var end = whole.Count > 0 ? whole[^1].NextOffset : length < 16 ? 0 : 16;

            Read().Should().BeEquivalentTo(Payloads[..whole.Count], options => options.WithStrictOrdering(), "cut at {0}",
                length);
            using (var writer = JournalWriter.Open(_path))
            {
                writer.Recovery.Should().BeEquivalentTo(new JournalRecovery(whole.Count, length - end, []), "cut at {0}", length);
                writer.Append("after the crash"u8);
            }

            Read().Should().BeEquivalentTo([.. Payloads[..whole.Count], "after the crash"u8.ToArray()],
                options => options.WithStrictOrdering());
        }
    }

    [Fact]
    public void A_bit_turned_over_at_any_byte_loses_one_record_at_most_and_is_told()
    {
        for (var position = 0; position < _sound.Length; position++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var bytes = _sound.ToArray();
                bytes[position] ^= (byte)(1 << bit);
                File.WriteAllBytes(_path, bytes);
                var hit = _records.FindIndex(record => record.Offset <= position && position < record.NextOffset);

                var read = JournalReader.Read(_path).ToList();

                read.Select(record => record.Offset).Should()
                    .Equal(_records.Where((_, i) => i != hit).Select(record => record.Offset), "bit {0} of {1}", bit, position);
                using var writer = JournalWriter.Open(_path);
                var told = read.Sum(record => record.DamagedBytes) + writer.Recovery.CutBytes;
                told.Should().Be(hit < 0 ? 16 : _records[hit].NextOffset - _records[hit].Offset);
                writer.Recovery.Damage.Sum(damage => damage.Length).Should().Be(read.Sum(record => record.DamagedBytes));
            }
        }
    }

    [Fact]
    public void Damage_stays_in_place_when_a_writer_goes_on()
    {
        var bytes = _sound.ToArray();
        bytes[_records[2].Offset + 14] ^= 1;
        File.WriteAllBytes(_path, bytes);

        using (var writer = JournalWriter.Open(_path))
        {
            writer.Recovery.Damage.Should().Equal(new JournalDamage(_records[2].Offset, 12 + Payloads[2].Length));
            writer.Append("more"u8);
        }

        File.ReadAllBytes(_path).Should().StartWith(bytes);
        Read().Should().HaveCount(Payloads.Length);
    }

    [Fact]
    public void Zeros_behind_the_end_as_a_power_cut_leaves_them_are_a_torn_tail()
    {
        File.WriteAllBytes(_path, [.. _sound, .. new byte[5000]]);

        Read().Should().HaveCount(Payloads.Length);
        using var writer = JournalWriter.Open(_path);
        writer.Recovery.CutBytes.Should().Be(5000);
        new FileInfo(_path).Length.Should().Be(_sound.Length);
    }

    [Fact]
    public void Another_kind_of_file_is_left_as_it_is()
    {
        const string content = "this is a text file that somebody put here, and no journal at all";
        File.WriteAllText(_path, content);

        FluentActions.Invoking(() => JournalWriter.Open(_path))
            .Should().Throw<JournalException>().WithMessage("*not a journal of RlLab*");
        FluentActions.Invoking(Read).Should().Throw<JournalException>().WithMessage("*not a journal of RlLab*");
        File.ReadAllText(_path).Should().Be(content);
    }

    [Fact]
    public void A_newer_format_is_refused_by_name()
    {
        Span<byte> header = stackalloc byte[16];
        _sound.AsSpan(0, 16).CopyTo(header);
        header[8] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(header[12..], Crc32C(header[..12]));
        File.WriteAllBytes(_path, [.. header, .. _sound[16..]]);

        FluentActions.Invoking(Read).Should().Throw<JournalException>().WithMessage("*format 2*reads up to 1*");
    }

    // Bit by bit, as the standard writes it, so that the checksum under test is not its own witness.
    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }

    private List<byte[]> Read() => [.. JournalReader.Read(_path).Select(record => record.Payload.ToArray())];
}
