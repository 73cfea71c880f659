using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Where the rows of a product's second operand are, one after the other, panel by panel of two vectors of columns.
/// </summary>
internal unsafe interface IRows<T>
    where T : unmanaged
{
    /// <summary>Goes to the first row of a panel, of so many in each.</summary>
    void Begin(nint panel, nint depth);

    T* Next();
}

/// <summary>Rows a step apart, in panels a step apart.</summary>
internal unsafe struct EvenRows<T, TFetch>(T* first, nint step, nint panelStep, TFetch fetch) : IRows<T>
    where T : unmanaged
    where TFetch : struct, IFetch<TFetch>
{
    private T* next;
    private TFetch fetch = fetch;

    /// <summary>The same rows from a panel on.</summary>
    public readonly EvenRows<T, TFetch> From(nint panel) => new(first + panel * panelStep, step, panelStep, fetch);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(nint panel, nint depth)
    {
        next = first + panel * panelStep;
        fetch.Begin(panel * depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Next()
    {
        fetch.Some();
        T* row = next;
        next += step;
        return row;
    }
}

/// <summary>Rows anywhere in a piece of memory, whose panels follow each other.</summary>
internal unsafe struct ScatteredRows<T>(T* origin, nint* offsets, nint panelStep, Fetch fetch) : IRows<T>
    where T : unmanaged
{
    private T* panel;
    private nint* next;
    private Fetch fetch = fetch;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(nint panel, nint depth)
    {
        this.panel = origin + panel * panelStep;
        next = offsets;
        fetch.Begin(panel * depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Next()
    {
        fetch.Some();
        return panel + *next++;
    }
}
