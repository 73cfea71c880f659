using System.Numerics;

namespace TorchSharp;

/// <summary>1, -1 or 0; of nan too it is 0.</summary>
internal readonly struct Sign : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? T.One : x < T.Zero ? -T.One : T.Zero;
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.Zero;
    public static bool KeepsArgument => false;
}

internal readonly struct Floor : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Floor(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.Zero;
    public static bool KeepsArgument => false;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Kernels.Simd.Floor(x);
}

internal readonly struct Ceiling : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Ceiling(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.Zero;
    public static bool KeepsArgument => false;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Kernels.Simd.Ceiling(x);
}

/// <summary>to the nearest, halves to even</summary>
internal readonly struct Round : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Round(x, MidpointRounding.ToEven);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.Zero;
    public static bool KeepsArgument => false;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Kernels.Simd.Round(x);
}

internal readonly struct Truncate : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Truncate(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => T.Zero;
    public static bool KeepsArgument => false;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T> => Kernels.Simd.Truncate(x);
}

internal readonly struct Fraction : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x - T.Truncate(x);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> => g;
    public static bool KeepsArgument => false;
}

internal readonly struct DegreesToRadians : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x * T.CreateTruncating(0.017453292519943295);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * T.CreateTruncating(0.017453292519943295);
    public static bool KeepsArgument => false;
}

internal readonly struct RadiansToDegrees : IUnaryOp
{
    public static T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => x * T.CreateTruncating(57.29577951308232);
    public static T Gradient<T>(T g, T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        g * T.CreateTruncating(57.29577951308232);
    public static bool KeepsArgument => false;
}
