using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>An elementwise function of one argument.</summary>
internal interface IUnary<T>
{
    static abstract Vector<T> Invoke(Vector<T> x);
}

/// <summary>An elementwise function of two arguments; for a gradient: of the gradient and what the forward pass kept.</summary>
internal interface IBinary<T>
{
    static abstract Vector<T> Invoke(Vector<T> x, Vector<T> y);
}

/// <summary>An elementwise function of three arguments.</summary>
internal interface ITernary<T>
{
    static abstract Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> z);
}

internal struct Add<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => x + y;
}

internal struct Subtract<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => x - y;
}

internal struct Multiply<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => x * y;
}

internal struct Divide<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => x / y;
}

internal struct Exp : IUnary<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Exp(x);
}

internal struct Expm1 : IUnary<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Expm1(x);
}

internal struct Log : IUnary<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Log(x);
}

internal struct Log1p : IUnary<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Log1p(x);
}

internal struct Tanh : IUnary<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Tanh(x);
}

internal struct Sigmoid : IUnary<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Sigmoid(x);
}

/// <summary>max(0, x); nan stays nan.</summary>
internal struct Relu<T> : IUnary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), Vector<T>.Zero, x);
}

/// <summary>x + y z.</summary>
internal struct AddProduct<T> : ITernary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> z) => x + y * z;
}
