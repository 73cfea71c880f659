using System.Numerics;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// A large, aligned piece of native memory that goes from tensor to tensor through a pool: disposed tensors return theirs at
/// once, forgotten ones when their finalizer runs. So a training loop that reached its working set allocates nothing more.
/// </summary>
internal sealed unsafe class NativeBlock
{
    private const int Alignment = 64;

    /// <summary>What the pool may hold back from the system, in bytes.</summary>
    private const long Capacity = 1L << 30;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<long, Stack<NativeBlock>> Pool = [];
    private static long pooled;

    /// <summary>
    /// Bytes that tensors hold, forgotten ones and the threads' recent ones included, and how many of them make it worth while to look for the
    /// forgotten.
    /// </summary>
    private static long rented, limit = Least;

    private const long Least = 64L << 20;

    public readonly byte* Data;
    public readonly long Size;

    private NativeBlock(long size)
    {
        Size = size;
        Data = (byte*)NativeMemory.AlignedAlloc((nuint)size, LargePages.Alignment(size, Alignment));
        LargePages.Ask(Data, size);
    }

    ~NativeBlock()
    {
        if (BufferPoisoning.Enabled) BufferPoisoning.Poison(Data, Size);
        if (!ReturnToPool()) return;
        GC.ReRegisterForFinalize(this);
    }

    public static NativeBlock Rent(long bytes)
    {
        var size = RoundUp(bytes);
        if (size <= RecentBlocks.Largest && ThreadState.Current.Blocks.Take(size) is { } recent) return recent;
        if (TryRent(size) is { } block) return block;
        if (Volatile.Read(ref rented) + size > Volatile.Read(ref limit))
        {
            Reclaim(size);
            if (TryRent(size) is { } reclaimed) return reclaimed;
        }
        lock (Gate) rented += size;
        return new NativeBlock(size);
    }

    private static NativeBlock? TryRent(long size)
    {
        lock (Gate)
        {
            if (!Pool.TryGetValue(size, out var stack) || !stack.TryPop(out var block)) return null;
            pooled -= size;
            rented += size;
            return block;
        }
    }

    /// <summary>
    /// Has forgotten tensors finalized: the garbage collector sees only their small handles and would let them pile up. Next time
    /// is when twice as much is in use as is found to be now.
    /// </summary>
    private static void Reclaim(long wanted)
    {
        GC.Collect(0);
        GC.WaitForPendingFinalizers();
        if (Volatile.Read(ref rented) + wanted > Volatile.Read(ref limit) / 2)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Volatile.Write(ref limit, Math.Max(Least, 2 * (Volatile.Read(ref rented) + wanted)));
    }

    /// <summary>Puts the block back: to the thread's own first.</summary>
    public void Return()
    {
        if (BufferPoisoning.Enabled) BufferPoisoning.Poison(Data, Size);
        if (Size > RecentBlocks.Largest) ReturnToPool();
        else ThreadState.Current.Blocks.Keep(this)?.ReturnToPool();
    }

    /// <summary>Puts the block back for all threads; false where the pool is full and the memory was freed.</summary>
    private bool ReturnToPool()
    {
        lock (Gate)
        {
            rented -= Size;
            if (pooled + Size <= Capacity)
            {
                if (!Pool.TryGetValue(Size, out var stack)) Pool[Size] = stack = new Stack<NativeBlock>();
                stack.Push(this);
                pooled += Size;
                return true;
            }
        }
        GC.SuppressFinalize(this);
        NativeMemory.AlignedFree(Data);
        return false;
    }

    /// <summary>Four sizes an octave: at most a quarter is wasted, and neighbouring sizes share their blocks.</summary>
    private static long RoundUp(long bytes)
    {
        var step = 1L << Math.Max(BitOperations.Log2((ulong)bytes) - 2, 6);
        return (bytes + step - 1) / step * step;
    }
}
