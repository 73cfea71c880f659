using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>Memory that will be needed soon.</summary>
internal readonly unsafe struct Ahead(void* data, nint bytes)
{
    public readonly byte* Data = (byte*)data;
    public readonly nint Bytes = bytes;
}

/// <summary>What a product asks memory for at each of its steps.</summary>
internal interface IFetch<TSelf>
    where TSelf : struct
{
    /// <summary>What a number of steps have to fetch; the rest is for later ones.</summary>
    TSelf Take(nint steps);

    /// <summary>Fetches what one step has to.</summary>
    void Some();
}

/// <summary>Nothing.</summary>
internal struct NoFetch : IFetch<NoFetch>
{
    public readonly NoFetch Take(nint steps) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Some()
    {
    }
}

/// <summary>
/// Fetches memory into the second-level cache evenly over the steps of a product, behind its arithmetic: all at once would take
/// as long as waiting for it later.
/// </summary>
internal unsafe struct Fetch(Ahead ahead, nint steps) : IFetch<Fetch>
{
    private byte* next = ahead.Data;
    private readonly nint share = ahead.Bytes == 0 ? 0 : ahead.Bytes / Math.Max(1, steps) + 1;

    public Fetch Take(nint steps)
    {
        Fetch taken = this;
        next += steps * share;
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Some()
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(next);
        next += share;
    }
}
