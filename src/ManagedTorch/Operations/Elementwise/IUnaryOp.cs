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

    /// <summary>Computes a run of float32 with a kernel of its own; false where there is none.</summary>
    static virtual unsafe bool Run(float* x, float* y, nint count) => false;

    /// <summary>True where vectors of this type are computed by the overloads for vectors.</summary>
    static virtual bool Vectorises<T>() => false;

    static virtual Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        throw new InvalidOperationException();

    /// <summary>True where the gradient too is computed on vectors.</summary>
    static virtual bool VectorisesGradient => false;

    static virtual Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        throw new InvalidOperationException();
}

/// <summary>Runs of float32 through a kernel.</summary>
internal static unsafe class Kernel<TOperator> where TOperator : struct, Kernels.IUnary<float>
{
    public static bool Run(float* x, float* y, nint count)
    {
        Kernels.Elementwise.Unary<float, TOperator>(x, y, count);
        return true;
    }
}
