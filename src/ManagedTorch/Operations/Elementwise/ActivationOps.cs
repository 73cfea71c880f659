using System.Numerics;

namespace TorchSharp;

/// <summary>1 / (1 + exp(-x))</summary>
internal readonly struct Logistic : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x >= T.Zero ? T.One / (T.One + T.Exp(-x)) : T.Exp(x) / (T.One + T.Exp(x));
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * ((T.One - y) * y);
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static unsafe bool Run(float* x, float* y, nint count) => Kernel<Kernels.Sigmoid>.Run(x, y, count);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * ((Vector<T>.One - y) * y);
}

internal readonly struct Relu : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x < T.Zero ? T.Zero : x;
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => y <= T.Zero ? T.Zero : g;
    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), Vector<T>.Zero, x);
    public static bool VectorisesGradient => true;
    public static Vector<T> Gradient<T>(Vector<T> g, Vector<T> x, Vector<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(y, Vector<T>.Zero), Vector<T>.Zero, g);
}

internal readonly struct Relu6 : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x < T.Zero ? T.Zero : x > T.CreateTruncating(6) ? T.CreateTruncating(6) : x;

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero && x < T.CreateTruncating(6) ? g : T.Zero;
}

/// <summary>x times its sigmoid</summary>
internal readonly struct Silu : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x / (T.One + T.Exp(-x));

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * Sigmoids.Of(x) * (T.One + x * (T.One - Sigmoids.Of(x)));
}

/// <summary>x Phi(x), with the error function</summary>
internal readonly struct Gelu : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x * T.CreateTruncating(0.5) * (T.One + ErrorFunction.Erf(x * T.CreateTruncating(0.7071067811865476)));

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * (T.CreateTruncating(0.5) * (T.One + ErrorFunction.Erf(x * T.CreateTruncating(0.7071067811865476)))
            + x * T.Exp(T.CreateTruncating(-0.5) * x * x) * T.CreateTruncating(0.3989422804014327));
}

/// <summary>gelu with the tanh approximation</summary>
internal readonly struct GeluTanh : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => Sigmoids.GeluTanh(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * Sigmoids.GeluTanhDerivative(x);
}

internal readonly struct LogSigmoid : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Min(x, T.Zero) - Wide.LogP1(T.Exp(-T.Abs(x)));
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * Sigmoids.Of(-x);
}

internal readonly struct Selu : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? T.CreateTruncating(1.0507009873554805) * x : T.CreateTruncating(1.7580993408473766) * Wide.ExpM1(x);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? T.CreateTruncating(1.0507009873554805) * g : g * T.CreateTruncating(1.7580993408473766) * T.Exp(x);
}

internal readonly struct Hardsigmoid : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Clamp(x + T.CreateTruncating(3), T.Zero, T.CreateTruncating(6)) / T.CreateTruncating(6);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.CreateTruncating(-3) && x < T.CreateTruncating(3) ? g / T.CreateTruncating(6) : T.Zero;
}

internal readonly struct Hardswish : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x * T.Clamp(x + T.CreateTruncating(3), T.Zero, T.CreateTruncating(6)) / T.CreateTruncating(6);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        x <= T.CreateTruncating(-3)
            ? T.Zero : x < T.CreateTruncating(3) ? g * (x / T.CreateTruncating(3) + T.CreateTruncating(0.5))
            : g;
}

internal readonly struct Softsign : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x / (T.One + T.Abs(x));
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsInfinity(x) ? T.NaN : g / ((T.One + T.Abs(x)) * (T.One + T.Abs(x)));
}

/// <summary>x tanh(softplus(x))</summary>
internal readonly struct Mish : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x * T.Tanh(Sigmoids.Softplus(x));
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g * Sigmoids.MishDerivative(x);
}

internal readonly struct Erf : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => ErrorFunction.Erf(x);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * T.CreateTruncating(1.1283791670955126) * T.Exp(-x * x);
}

/// <summary>What erf takes to x.</summary>
internal readonly struct InverseErf : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => ErrorFunction.Inverse(x);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * T.CreateTruncating(0.886226925452758) * T.Exp(y * y);

    public static bool KeepsArgument => false;
    public static bool KeepsResult => true;
}

internal readonly struct Erfc : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => ErrorFunction.Erfc(x);

    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        -g * T.CreateTruncating(1.1283791670955126) * T.Exp(-x * x);
}
