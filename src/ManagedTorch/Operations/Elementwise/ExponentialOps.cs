using System.Numerics;

namespace TorchSharp;

internal readonly struct Negate : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => -x;
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => -g;
    public static bool KeepsArgument => false;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => -x;
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        -g;
}

internal readonly struct Absolute : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Abs(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? g : x < T.Zero ? -g : T.Zero;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector.Abs(x);
}

internal readonly struct Exponential : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Exp(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * y;
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static unsafe bool Run(float* x, float* y, nint count) => Kernel<Kernels.Exp>.Run(x, y, count);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * y;
}

internal readonly struct ExponentialMinusOne : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => Wide.ExpM1(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * (y + T.One);
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static unsafe bool Run(float* x, float* y, nint count) => Kernel<Kernels.Expm1>.Run(x, y, count);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * (y + Vector<T>.One);
}

internal readonly struct Logarithm : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Log(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / x;
    public static unsafe bool Run(float* x, float* y, nint count) => Kernel<Kernels.Log>.Run(x, y, count);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g / x;
}

internal readonly struct LogarithmOfOnePlus : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => Wide.LogP1(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / (x + T.One);
    public static unsafe bool Run(float* x, float* y, nint count) => Kernel<Kernels.Log1p>.Run(x, y, count);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g / (x + Vector<T>.One);
}

/// <summary>-x log x: 0 at 0, minus infinity below.</summary>
internal readonly struct Entropy : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsNaN(x) ? x : x > T.Zero ? -x * T.Log(x) : x == T.Zero ? T.Zero : T.NegativeInfinity;

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * (x == T.Zero ? T.PositiveInfinity : -T.Log(x) - T.One);
}

internal readonly struct Log2 : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Log2(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g / (x * T.CreateTruncating(0.6931471805599453));
}

internal readonly struct Log10 : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Log10(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g / (x * T.CreateTruncating(2.302585092994046));
}

internal readonly struct Exp2 : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Exp2(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * y * T.CreateTruncating(0.6931471805599453);
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
}

internal readonly struct SquareRoot : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Sqrt(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g / (y + y);
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector.SquareRoot(x);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g / (y + y);
}

internal readonly struct ReciprocalSquareRoot : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.One / T.Sqrt(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(-0.5) * g * y * y * y;
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector<T>.One / Vector.SquareRoot(x);
}

internal readonly struct Square : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x * x;
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * (x + x);
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => x * x;
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * (x + x);
}

internal readonly struct Reciprocal : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.One / x;
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => -g * y * y;
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Vector<T>.One / x;
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        -g * y * y;
}
