namespace TorchSharp;

/// <summary>
/// The blocks that a thread gave back last, which it is the first to get again: they are in its processor's cache, while one that
/// another thread gave back is in another's. The pool of all threads has what does not fit in here.
/// </summary>
internal sealed class RecentBlocks
{
    /// <summary>Bytes above which a block has left the cache by the time that it is used again.</summary>
    public const long Largest = 1 << 20;

    private const int Most = 16;

    private readonly NativeBlock[] blocks = new NativeBlock[Most];
    private int count;

    /// <summary>The last one of this size; null where there is none.</summary>
    public NativeBlock? Take(long size)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            var block = blocks[i];
            if (block.Size != size) continue;
            blocks.AsSpan(i + 1, --count - i).CopyTo(blocks.AsSpan(i));
            blocks[count] = null!;
            return block;
        }
        return null;
    }

    /// <summary>Keeps a block, and hands out in turn what was kept longest where there are too many.</summary>
    public NativeBlock? Keep(NativeBlock block)
    {
        var oldest = count == Most ? blocks[0] : null;
        if (oldest is not null) blocks.AsSpan(1, --count).CopyTo(blocks);
        blocks[count++] = block;
        return oldest;
    }
}
