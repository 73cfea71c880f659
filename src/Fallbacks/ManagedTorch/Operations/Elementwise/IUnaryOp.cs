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

    static virtual bool Vectorises => false;
    static virtual Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => throw new InvalidOperationException();
    static virtual Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> => throw new InvalidOperationException();

    /// <summary>Computes a whole run at once where a kernel of its own exists; false where there is none.</summary>
    static virtual unsafe bool ApplyRun<T>(T* x, T* y, nint count) where T : unmanaged, IFloatingPointIeee754<T> => false;
}
