using System.Runtime.InteropServices;

namespace TorchSharp.Kernels;

/// <summary>A thread's working memory for packed panels: aligned, grown when needed, kept for the next call.</summary>
internal sealed unsafe class Scratch
{
    [ThreadStatic]
    private static Scratch? mine;

    private const nuint Alignment = 64;
    private readonly void*[] memory = new void*[Slots];
    private readonly nint[] size = new nint[Slots];

    public const int Slots = 5;

    /// <summary>
    /// Memory for <paramref name="count"/> elements; valid until the same thread asks for the same slot again. A kernel that
    /// calls another while it holds memory uses a slot of its own: 0 and 1 are the matrix product's.
    /// </summary>
    public static T* Get<T>(int slot, nint count)
        where T : unmanaged
    {
        Scratch scratch = mine ??= new Scratch();
        nint bytes = count * sizeof(T);
        if (scratch.size[slot] < bytes)
            scratch.Grow(slot, bytes);
        return (T*)scratch.memory[slot];
    }

    ~Scratch()
    {
        foreach (void* block in memory)
            NativeMemory.AlignedFree(block);
    }

    private void Grow(int slot, nint bytes)
    {
        NativeMemory.AlignedFree(memory[slot]);
        memory[slot] = null;
        size[slot] = 0;
        memory[slot] = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        size[slot] = bytes;
    }
}
