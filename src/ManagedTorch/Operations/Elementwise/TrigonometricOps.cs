using System.Numerics;

namespace TorchSharp;

internal readonly struct Sine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Sin(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * T.Cos(x);
}

internal readonly struct Cosine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Cos(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => -g * T.Sin(x);
}

/// <summary>sin(πx) / (πx), and 1 at 0.</summary>
internal readonly struct CardinalSine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x == T.Zero ? T.One : T.Sin(T.Pi * x) / (T.Pi * x);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var square = x * x * T.Pi;
        return square == T.Zero ? T.Zero : g * ((T.Pi * x * T.Cos(T.Pi * x) - T.Sin(T.Pi * x)) / square);
    }
}

internal readonly struct Tangent : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Tan(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * (T.One + y * y);
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
}

internal readonly struct ArcSine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Asin(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / T.Sqrt(T.One - x * x);
}

internal readonly struct ArcCosine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Acos(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => -g / T.Sqrt(T.One - x * x);
}

internal readonly struct ArcTangent : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Atan(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / (T.One + x * x);
}

internal readonly struct HyperbolicSine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Sinh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * T.Cosh(x);
}

internal readonly struct HyperbolicCosine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Cosh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * T.Sinh(x);
}

internal readonly struct HyperbolicTangent : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * (T.One - y * y);
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static unsafe bool Run(float* x, float* y, nint count) => Kernel<Kernels.Tanh>.Run(x, y, count);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * (Vector<T>.One - y * y);
}

internal readonly struct AreaSine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Asinh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / T.Sqrt(x * x + T.One);
}

internal readonly struct AreaCosine : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Acosh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / T.Sqrt(x * x - T.One);
}

internal readonly struct AreaTangent : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Atanh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / (T.One - x * x);
}
