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

    public readonly byte* Data;
    private readonly long size;

    private NativeBlock(long size)
    {
        this.size = size;
        Data = (byte*)NativeMemory.AlignedAlloc((nuint)size, Alignment);
        GC.AddMemoryPressure(size);
    }

    ~NativeBlock()
    {
        if (!Return()) return;
        GC.ReRegisterForFinalize(this);
    }

    public static NativeBlock Rent(long bytes)
    {
        var size = RoundUp(bytes);
        lock (Gate)
        {
            if (Pool.TryGetValue(size, out var stack) && stack.TryPop(out var block))
            {
                pooled -= size;
                return block;
            }
        }
        return new NativeBlock(size);
    }

    /// <summary>Puts the block back; false where the pool is full and the memory was freed.</summary>
    public bool Return()
    {
        if (BufferPoisoning.Enabled) BufferPoisoning.Poison(Data, size);
        lock (Gate)
        {
            if (pooled + size <= Capacity)
            {
                if (!Pool.TryGetValue(size, out var stack)) Pool[size] = stack = new Stack<NativeBlock>();
                stack.Push(this);
                pooled += size;
                return true;
            }
        }
        GC.SuppressFinalize(this);
        NativeMemory.AlignedFree(Data);
        GC.RemoveMemoryPressure(size);
        return false;
    }

    /// <summary>Four sizes an octave: at most a quarter is wasted, and neighbouring sizes share their blocks.</summary>
    private static long RoundUp(long bytes)
    {
        var step = 1L << Math.Max(BitOperations.Log2((ulong)bytes) - 2, 6);
        return (bytes + step - 1) / step * step;
    }
}
