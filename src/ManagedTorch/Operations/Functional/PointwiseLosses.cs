using System.Numerics;

namespace TorchSharp;

/// <summary>(x - y)^2</summary>
internal readonly struct SquaredError : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        (x - y) * (x - y);

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(2) * (x - y);

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(2) * (y - x);
}

/// <summary>|x - y|</summary>
internal readonly struct AbsoluteError : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Abs(x - y);

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Real.Sign(x - y);

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Real.Sign(y - x);
}

/// <summary>quadratic within beta, linear beyond</summary>
internal readonly struct SmoothError(double beta) : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Abs(x - y) < T.CreateTruncating(beta)
            ? T.CreateTruncating(0.5 / beta) * (x - y) * (x - y)
            : T.Abs(x - y) - T.CreateTruncating(0.5 * beta);

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Clipped(x - y, T.CreateTruncating(beta));

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Clipped(y - x, T.CreateTruncating(beta));

    private static T Clipped<T>(T distance, T beta) where T : unmanaged, IFloatingPointIeee754<T> =>
        distance <= -beta ? -T.One : distance >= beta ? T.One : distance / beta;
}

/// <summary>quadratic within delta, linear beyond (Huber, 1964)</summary>
internal readonly struct HuberError(double delta) : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Abs(x - y) <= T.CreateTruncating(delta)
            ? T.CreateTruncating(0.5) * (x - y) * (x - y)
            : T.CreateTruncating(delta) * (T.Abs(x - y) - T.CreateTruncating(0.5 * delta));

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Clipped(x - y, T.CreateTruncating(delta));

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Clipped(y - x, T.CreateTruncating(delta));

    private static T Clipped<T>(T distance, T delta) where T : unmanaged, IFloatingPointIeee754<T> =>
        distance <= -delta ? -delta : distance >= delta ? delta : distance;
}

/// <summary>-(y log x + (1 - y) log(1 - x)), with logarithms of at least -100</summary>
internal readonly struct BinaryCrossEntropy : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        (y - T.One) * T.Max(Wide.LogP1(-x), T.CreateTruncating(-100)) - y * T.Max(T.Log(x), T.CreateTruncating(-100));

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        (x - y) / T.Max((T.One - x) * x, T.CreateTruncating(1e-12));

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Wide.LogP1(-x) - T.Log(x);
}

/// <summary>the same of a sigmoid's argument</summary>
internal readonly struct BinaryCrossEntropyOfLogits : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        (T.One - y) * x + T.Max(-x, T.Zero) + Wide.LogP1(T.Exp(-T.Abs(x)));

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Sigmoids.Of(x) - y;

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        -x;
}

/// <summary>y (log y - x), for inputs that are log probabilities</summary>
internal readonly struct Divergence : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        XLogY.Apply(y, y) - y * x;

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        -y;

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        XLogY.First(T.One, y, y) + y / y - x;
}

/// <summary>exp(y) (y - x), for inputs and targets that are log probabilities</summary>
internal readonly struct LogDivergence : IPointwiseLoss
{
    public T Value<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Exp(y) * (y - x);

    public T ByInput<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        -T.Exp(y);

    public T ByTarget<T>(T x, T y) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Exp(y) * (y - x) + T.Exp(y);
}
