namespace TorchSharp.Kernels;

/// <summary>What a matrix product does to each element of its result while it is still in the cache.</summary>
internal readonly unsafe struct Epilogue<T>(T* bias, bool biasPerRow = false, bool relu = false)
    where T : unmanaged
{
    /// <summary>Added to each column (one per row where <see cref="BiasPerRow"/>); null for none.</summary>
    public readonly T* Bias = bias;

    public readonly bool BiasPerRow = biasPerRow;

    /// <summary>max(0, x) after the bias; nan stays nan.</summary>
    public readonly bool Relu = relu;

    public bool IsNone => Bias == null && !Relu;

    /// <summary>The same for the transposed result.</summary>
    public Epilogue<T> Transposed() => new(Bias, Bias != null && !BiasPerRow, Relu);

    /// <summary>The same for a part of the result.</summary>
    public Epilogue<T> From(nint row, nint column) =>
        new(Bias == null ? null : Bias + (BiasPerRow ? row : column), BiasPerRow, Relu);
}
