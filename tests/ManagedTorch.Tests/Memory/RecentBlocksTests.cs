using TorchSharp;

namespace ManagedTorch.Tests.Memory;

public sealed class RecentBlocksTests
{
    [Fact]
    public void Of_the_blocks_of_a_size_the_last_one_given_back_is_the_first_taken()
    {
        var recent = new RecentBlocks();
        NativeBlock first = NativeBlock.Rent(10_000), other = NativeBlock.Rent(50_000), last = NativeBlock.Rent(10_000);
        foreach (var block in new[] { first, other, last }) recent.Keep(block).Should().BeNull();
        recent.Take(first.Size).Should().BeSameAs(last);
        recent.Take(first.Size).Should().BeSameAs(first);
        recent.Take(first.Size).Should().BeNull();
        recent.Take(other.Size).Should().BeSameAs(other);
    }

    [Fact]
    public void What_does_not_fit_in_pushes_out_what_was_kept_longest()
    {
        var recent = new RecentBlocks();
        var blocks = Enumerable.Range(0, 20).Select(_ => NativeBlock.Rent(10_000)).ToArray();
        blocks.Select(recent.Keep).OfType<NativeBlock>().Should().Equal(blocks[..4]);
        Enumerable.Range(0, 16).Select(_ => recent.Take(blocks[0].Size)).Should().Equal(blocks[4..].Reverse());
    }
}
