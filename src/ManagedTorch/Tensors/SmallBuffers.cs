using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>
/// A thread's own stock of small storages: free lists by size, refilled from slabs. A storage may be returned on another
/// thread than it came from and then stays there.
/// </summary>
internal sealed unsafe class SmallBuffers
{
    /// <summary>The largest small storage, in bytes; beyond it, a finalizable owner costs nothing worth mentioning.</summary>
    public const int Largest = 8192;

    private const int Alignment = 64;
    private const int Classes = 8;
    private const int SlabBytes = 64 * 1024;

    private readonly Storage?[] free = new Storage?[Classes];
    private byte[] slab = [];
    private byte* position;
    private byte* end;

    /// <summary>Size classes are 64, 128, ... 8192 bytes.</summary>
    public static int ClassOf(int bytes) => bytes <= Alignment ? 0 : BitOperations.Log2((uint)(bytes - 1)) - 5;

    public static int SizeOf(int sizeClass) => Alignment << sizeClass;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Storage? Pop(int sizeClass)
    {
        var storage = free[sizeClass];
        if (storage is not null) free[sizeClass] = storage.Next;
        return storage;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(int sizeClass, Storage storage)
    {
        storage.Next = free[sizeClass];
        free[sizeClass] = storage;
    }

    /// <summary>Cuts a new block; the slab lives for as long as any storage cut from it is reachable.</summary>
    public byte* Carve(int sizeClass, out byte[] source)
    {
        var size = SizeOf(sizeClass);
        if (end - position < size)
        {
            slab = GC.AllocateUninitializedArray<byte>(SlabBytes + Alignment, pinned: true);
            var start = (byte*)Unsafe.AsPointer(ref slab[0]);
            position = (byte*)(((nuint)start + (Alignment - 1)) & ~(nuint)(Alignment - 1));
            end = start + slab.Length;
        }
        source = slab;
        var block = position;
        position += size;
        return block;
    }
}
