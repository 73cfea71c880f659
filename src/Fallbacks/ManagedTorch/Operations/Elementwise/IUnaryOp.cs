using System.Numerics;

namespace TorchSharp;

/// <summary>An elementwise function of one floating point argument, with its derivative at argument x and result y.</summary>
internal interface IUnaryOp
{
    static abstract T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>What a gradient g of the result is for the argument; x or y is only valid where the operation keeps it.</summary>
    static abstract T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T>;

    static virtual bool KeepsArgument => true;
    static virtual bool KeepsResult => false;

    /// <summary>True where vectors of this type are computed by the overloads for vectors, down to the last element.</summary>
    static virtual bool Vectorises<T>() => false;

    static virtual Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new InvalidOperationException();

    /// <summary>True where the gradient too is computed on vectors.</summary>
    static virtual bool VectorisesGradient => false;

    static virtual Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        throw new InvalidOperationException();
}
