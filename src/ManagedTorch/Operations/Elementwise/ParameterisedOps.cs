using System.Numerics;

namespace TorchSharp;

internal readonly struct LeakyRelu(double slope) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? x : x * T.CreateTruncating(slope);

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? g : g * T.CreateTruncating(slope);
}

internal readonly struct Elu(double alpha, double scale, double inputScale) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero
            ? x * T.CreateTruncating(scale)
            : T.CreateTruncating(alpha * scale) * Wide.ExpM1(x * T.CreateTruncating(inputScale));

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero
            ? g * T.CreateTruncating(scale)
            : g * T.CreateTruncating(alpha * scale * inputScale) * T.Exp(x * T.CreateTruncating(inputScale));
}

internal readonly struct Celu(double alpha) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? x : T.CreateTruncating(alpha) * Wide.ExpM1(x / T.CreateTruncating(alpha));

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.Zero ? g : g * T.Exp(x / T.CreateTruncating(alpha));
}

internal readonly struct Softplus(double beta, double threshold) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x * T.CreateTruncating(beta) > T.CreateTruncating(threshold)
            ? x
            : Sigmoids.Softplus(x * T.CreateTruncating(beta)) / T.CreateTruncating(beta);

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x * T.CreateTruncating(beta) > T.CreateTruncating(threshold) ? g : g * Sigmoids.Of(x * T.CreateTruncating(beta));
}

internal readonly struct Threshold(double threshold, double value) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x <= T.CreateTruncating(threshold) ? T.CreateTruncating(value) : x;

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x <= T.CreateTruncating(threshold) ? T.Zero : g;
}

/// <summary>First up to the lower limit, then down to the upper one, which therefore wins where they cross.</summary>
internal readonly struct Clip(double low, double high) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T least = T.CreateTruncating(low), most = T.CreateTruncating(high);
        x = x < least ? least : x;
        return x > most ? most : x;
    }


    public static bool Vectorises => true;

    public Vector<T> Apply<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> least = new(T.CreateTruncating(low)), most = new(T.CreateTruncating(high));
        x = Vector.ConditionalSelect(Vector.LessThan(x, least), least, x);
        return Vector.ConditionalSelect(Vector.GreaterThan(x, most), most, x);
    }

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x >= T.CreateTruncating(low) && x <= T.CreateTruncating(high) ? g : T.Zero;
}

/// <summary>What is left between limits of which one is nan: nan, and no gradient.</summary>
internal readonly struct Nowhere : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => T.NaN;
    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> => T.Zero;
}

internal readonly struct Hardtanh(double low, double high) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> => new Clip(low, high).Apply(x);

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.CreateTruncating(low) && x < T.CreateTruncating(high) ? g : T.Zero;
}

internal readonly struct Hardshrink(double limit) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x >= T.CreateTruncating(-limit) && x <= T.CreateTruncating(limit) ? T.Zero : x;

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x < T.CreateTruncating(-limit) || x > T.CreateTruncating(limit) ? g : T.Zero;
}

internal readonly struct Softshrink(double limit) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x > T.CreateTruncating(limit)
            ? x - T.CreateTruncating(limit) : x < T.CreateTruncating(-limit) ? x + T.CreateTruncating(limit)
            : T.IsNaN(x) ? x : T.Zero;

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x < T.CreateTruncating(-limit) || x > T.CreateTruncating(limit) ? g : T.Zero;
}

internal readonly struct Logit(double eps) : IParameterisedOp
{
    public T Apply<T>(T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Logits.Of(x, T.CreateTruncating(eps));

    public T Gradient<T>(T g, T x) where T : unmanaged, IFloatingPointIeee754<T> =>
        Logits.Gradient(g, x, T.CreateTruncating(eps));
}

/// <summary>log(x / (1 - x)), with x kept away from 0 and 1 where eps is not negative.</summary>
internal static class Logits
{
    public static T Of<T>(T x, T eps) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (eps >= T.Zero) x = T.Clamp(x, eps, T.One - eps);
        return T.Log(x / (T.One - x));
    }

    public static T Gradient<T>(T g, T x, T eps) where T : unmanaged, IFloatingPointIeee754<T> =>
        eps >= T.Zero
            ? x < eps || x > T.One - eps ? T.Zero : g / (x * (T.One - x))
            : x == T.Zero ? g / T.Abs(x) : x > T.Zero && x <= T.One ? g / (x * (T.One - x)) : T.NaN;
}
