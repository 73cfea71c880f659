using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Where the rows of a product's second operand are, one after the other.</summary>
internal unsafe interface IRows<T>
    where T : unmanaged
{
    T* Next();
}

/// <summary>Rows a step apart.</summary>
internal unsafe struct EvenRows<T, TFetch>(T* first, nint step, TFetch fetch = default) : IRows<T>
    where T : unmanaged
    where TFetch : struct, IFetch<TFetch>
{
    private T* next = first;
    private TFetch fetch = fetch;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Next()
    {
        fetch.Some();
        T* row = next;
        next += step;
        return row;
    }
}

/// <summary>Rows anywhere in a piece of memory.</summary>
internal unsafe struct ScatteredRows<T>(T* origin, nint* offsets, Fetch fetch) : IRows<T>
    where T : unmanaged
{
    private nint* next = offsets;
    private Fetch fetch = fetch;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Next()
    {
        fetch.Some();
        return origin + *next++;
    }
}
