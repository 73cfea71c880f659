using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>Memory that will be needed soon, in one piece or two.</summary>
internal readonly unsafe struct Ahead(void* data, nint bytes, void* more = null, nint moreBytes = 0)
{
    public readonly byte* Data = (byte*)data, More = (byte*)more;
    public readonly nint Bytes = bytes, MoreBytes = moreBytes;
}

/// <summary>What a product asks memory for at each of its steps.</summary>
internal interface IFetch<TSelf>
    where TSelf : struct
{
    /// <summary>What a number of steps have to fetch; the rest is for later ones.</summary>
    TSelf Take(nint steps);

    /// <summary>Goes to one of the steps.</summary>
    void Begin(nint step);

    /// <summary>Fetches what one step has to, and goes to the next.</summary>
    void Some();
}

/// <summary>Nothing.</summary>
internal struct NoFetch : IFetch<NoFetch>
{
    public readonly NoFetch Take(nint steps) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Begin(nint step)
    {
    }

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
    private readonly byte* end = ahead.Data + ahead.Bytes;
    private readonly nint share = (ahead.Bytes + ahead.MoreBytes) / Math.Max(1, steps) + 1;
    private byte* first = ahead.Data, more = ahead.More, next;

    public Fetch Take(nint steps)
    {
        Fetch taken = this;
        first += steps * share;
        if (first >= end && more != null)
        {
            first = more;
            more = null;
        }

        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(nint step) => next = first + step * share;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Some()
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(next);
        next += share;
    }
}
