namespace TorchSharp.Kernels;

/// <summary>A register-blocked product of a few rows with one or two vectors of columns: what a machine is fast at.</summary>
internal unsafe interface ITile<T>
    where T : unmanaged
{
    /// <summary>The rows that fit in registers; <see cref="Multiply"/> takes any smaller number too.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns in one vector; a tile is two of them wide.</summary>
    static abstract int Lanes { get; }

    /// <summary>True where of b too only the columns asked for are touched; else it has whole vectors.</summary>
    static abstract bool ReadsPartOfVectors { get; }

    /// <summary>
    /// c = a b, or c += a b, for a tile in each of the panels that <paramref name="columns"/> take. Element (i, k) of a is
    /// a[i * aRow + k * aStep]; a row of b in a panel is two vectors, or one where the last panel has no more columns than that; of c only the
    /// columns asked for are touched, and <paramref name="end"/> is done to them last. Each product is one chain of multiply-adds in the order of k.
    /// </summary>
    static abstract void Multiply<TB>(
        int rows, int columns, nint depth, T* a, nint aRow, nint aStep, in TB b, T* c, nint cRow, bool accumulate, Epilogue<T> end)
        where TB : struct, IRows<T>;
}

/// <summary>A number known when a generic method is compiled.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal struct Zero : IConstant { public static int Value => 0; }

internal struct One : IConstant { public static int Value => 1; }

internal struct Two : IConstant { public static int Value => 2; }

internal struct Four : IConstant { public static int Value => 4; }

internal struct Six : IConstant { public static int Value => 6; }

internal struct Eight : IConstant { public static int Value => 8; }

internal struct Twelve : IConstant { public static int Value => 12; }
