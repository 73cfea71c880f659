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

/// <summary>The smaller; nan where either is.</summary>
internal struct Minimum<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.Min(x, y);
}

/// <summary>The larger; nan where either is.</summary>
internal struct Maximum<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.Max(x, y);
}

internal struct Negate<T> : IUnary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) => -x;
}

internal struct Abs<T> : IUnary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) => Vector.Abs(x);
}

internal struct Sqrt<T> : IUnary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) => Vector.SquareRoot(x);
}

internal struct Square<T> : IUnary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) => x * x;
}

internal struct Reciprocal<T> : IUnary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x) => Vector<T>.One / x;
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

/// <summary>The gradient where the result of relu is above 0.</summary>
internal struct ReluGradient<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> gradient, Vector<T> result) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(result, Vector<T>.Zero), Vector<T>.Zero, gradient);
}

/// <summary>gradient (1 - y) y for y = sigmoid(x).</summary>
internal struct SigmoidGradient<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> gradient, Vector<T> result) => gradient * ((Vector<T>.One - result) * result);
}

/// <summary>gradient (1 - y^2) for y = tanh(x).</summary>
internal struct TanhGradient<T> : IBinary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> gradient, Vector<T> result) => gradient * (Vector<T>.One - result * result);
}

/// <summary>x from low to high; nan stays nan.</summary>
internal struct Clamp<T> : ITernary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> low, Vector<T> high)
    {
        x = Vector.ConditionalSelect(Vector.LessThan(x, low), low, x);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, high), high, x);
    }
}

/// <summary>x + y z.</summary>
internal struct AddProduct<T> : ITernary<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> z) => x + y * z;
}
