using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Where the rows of a product's second operand are, one after the other.</summary>
internal unsafe interface IRows<T>
    where T : unmanaged
{
    T* Next();
}

/// <summary>Rows a step apart.</summary>
internal unsafe struct EvenRows<T>(T* first, nint step, Fetch fetch = default) : IRows<T>
    where T : unmanaged
{
    private T* next = first;
    private Fetch fetch = fetch;

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
