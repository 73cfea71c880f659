using Microsoft.Win32.SafeHandles;
using RlLab.Tests;

namespace RlLab.Journal.Tests;

/// <summary>When a journal waits for the disk itself, by what it promises; the disk is one that notes how much it was asked to keep.</summary>
public sealed class JournalDurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly List<long> _kept = [];
    private long _appended;
    private bool _fails;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(JournalDurability.AtFlush, true)]
    [InlineData(JournalDurability.EverySecond, true)]
    [InlineData(JournalDurability.EverySecond, false)]
    [InlineData(JournalDurability.EveryAppend, true)]
    public void A_flush_has_everything_on_the_disk(JournalDurability durability, bool mapped)
    {
        using var writer = Open(durability, mapped);
        Append(writer);
        Append(writer);

        writer.Flush();

        _kept.Should().NotBeEmpty();
        _kept[^1].Should().Be(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_append_is_on_the_disk_when_it_returns(bool mapped)
    {
        using var writer = Open(JournalDurability.EveryAppend, mapped);
        for (var i = 1; i <= 3; i++)
        {
            Append(writer);
            _kept.Should().HaveCount(i);
        }

        writer.Append((ReadOnlyMemory<byte>[])[new byte[1], new byte[2]]);
        _kept.Should().HaveCount(4, "a batch is one write");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Within_a_second_what_is_new_is_on_the_disk_and_what_is_old_is_not_asked_for_again(bool mapped)
    {
        using var writer = Open(JournalDurability.EverySecond, mapped);
        Append(writer);
        _kept.Should().BeEmpty("an append waits for nothing");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _kept.Should().Equal(1);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _kept.Should().Equal(1);
        Append(writer);
        Append(writer);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _kept.Should().Equal(1, 3);
    }

    [Theory]
    [InlineData(JournalDurability.AtFlush, 0)]
    [InlineData(JournalDurability.EverySecond, 1)]
    public void A_journal_that_is_closed_within_the_second_keeps_its_promise(JournalDurability durability, int times)
    {
        using (var writer = Open(durability, mapped: true))
        {
            Append(writer);
            _clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        _kept.Should().HaveCount(times);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _kept.Should().HaveCount(times);
    }

    [Fact]
    public void A_disk_that_failed_in_the_second_before_is_told_at_the_next_flush()
    {
        using var writer = Open(JournalDurability.EverySecond, mapped: true);
        Append(writer);
        _fails = true;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _fails = false;

        writer.Invoking(w => w.Flush()).Should().Throw<JournalWriteException>().WithMessage("*the disk is gone*");
        writer.Invoking(w => w.Flush()).Should().NotThrow();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disk_that_failed_is_told_when_the_journal_is_closed_at_the_latest(bool before)
    {
        var writer = Open(JournalDurability.EverySecond, mapped: true);
        Append(writer);
        _fails = true;
        if (before)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        writer.Invoking(w => w.Dispose()).Should().Throw<JournalWriteException>().WithMessage("*the disk is gone*");

        writer.Invoking(w => w.Dispose()).Should().NotThrow("it is told once, and the journal is closed");
        JournalReader.Read(_folder.File("journal")).Should().HaveCount(1);
        JournalWriter.IsOpen(_folder.File("journal")).Should().BeFalse();
    }

    [Fact]
    public void An_append_that_the_disk_does_not_keep_leaves_nothing_of_itself()
    {
        var path = _folder.File("journal");
        using var writer = Open(JournalDurability.EveryAppend, mapped: false);
        Append(writer);
        _fails = true;
        writer.Invoking(w => w.Append("lost"u8)).Should().Throw<JournalWriteException>();
        _fails = false;
        Append(writer);

        JournalReader.Read(path).Should().HaveCount(2);
    }

    private JournalWriter Open(JournalDurability durability, bool mapped) => JournalWriter.Open(
        _folder.File("journal"), new JournalOptions { Durability = durability, IsMapped = mapped, Clock = _clock, ToDisk = Keep });

    private void Append(JournalWriter writer)
    {
        // Noted before, since the flush of an append comes within it.
        _appended++;
        writer.Append("event"u8);
    }

    private void Keep(SafeFileHandle file)
    {
        if (_fails)
        {
            throw new IOException("the disk is gone");
        }

        _kept.Add(_appended);
        RandomAccess.FlushToDisk(file);
    }
}
