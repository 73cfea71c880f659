using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>A register-blocked product of a few rows with one or two vectors of columns: what a machine is fast at.</summary>
internal unsafe interface ITile<T>
    where T : unmanaged
{
    /// <summary>The rows that fit in registers; <see cref="Multiply"/> takes any smaller number too.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns in one vector; a tile is two of them wide.</summary>
    static abstract int Lanes { get; }

    /// <summary>
    /// c = a b, or c += a b, for a tile. Element (i, k) of a is a[i * aRow + k * aStep]; a row of b is one vector, or two where
    /// <paramref name="columns"/> is more than one holds, whole ones always; of c only the columns asked for are touched, and
    /// <paramref name="end"/> is done to them last. Each product is one chain of multiply-adds in the order of k.
    /// </summary>
    static abstract void Multiply<TB>(
        int rows, int columns, nint depth, T* a, nint aRow, nint aStep, TB b, T* c, nint cRow, bool accumulate, Epilogue<T> end)
        where TB : struct, IRows<T>;
}

/// <summary>Where the rows of a matrix are, one after the other.</summary>
internal unsafe interface IRows<T>
    where T : unmanaged
{
    T* Next();
}

/// <summary>Rows a step apart.</summary>
internal unsafe struct EvenRows<T>(T* first, nint step) : IRows<T>
    where T : unmanaged
{
    private T* next = first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Next()
    {
        T* row = next;
        next += step;
        return row;
    }
}

/// <summary>
/// Rows anywhere in a piece of memory. With each of them a little more of what will be needed soon is asked for, which then comes
/// from memory behind the arithmetic.
/// </summary>
internal unsafe struct ScatteredRows<T>(T* origin, nint* offsets, byte* ahead, nint step) : IRows<T>
    where T : unmanaged
{
    private nint* next = offsets;
    private byte* fetched = ahead;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Next()
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(fetched);
        fetched += step;
        return origin + *next++;
    }
}

/// <summary>A number known when a generic method is compiled.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal struct One : IConstant { public static int Value => 1; }

internal struct Two : IConstant { public static int Value => 2; }

internal struct Four : IConstant { public static int Value => 4; }

internal struct Six : IConstant { public static int Value => 6; }

internal struct Eight : IConstant { public static int Value => 8; }

internal struct Twelve : IConstant { public static int Value => 12; }
