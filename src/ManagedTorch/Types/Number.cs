using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number with the type that it was written in; what a <see cref="Scalar"/> holds, without the object.</summary>
internal readonly struct Number
{
    private readonly double floating;
    private readonly long integer;
    public readonly ScalarType Type;

    public Number(double value, ScalarType type = ScalarType.Float64)
    {
        floating = value;
        integer = 0;
        Type = type;
    }

    public Number(long value, ScalarType type = ScalarType.Int64)
    {
        floating = value;
        integer = value;
        Type = type;
    }

    public int Category => Dtype.Category(Type);
    public double ToDouble() => floating;
    public long ToInt64() => Category == 2 ? Held<long>() : integer;
    public bool IsZero => Category == 2 ? floating == 0 : integer == 0;

    public T To<T>() where T : unmanaged, INumberBase<T> =>
        Category == 2 ? T.CreateTruncating(floating) : T.CreateTruncating(integer);

    /// <summary>The same, for a number that an element is to hold: one that does not fit, as nan in an integer, is refused.</summary>
    public T Held<T>() where T : unmanaged, INumberBase<T>
    {
        if (Category != 2 || typeof(T) == typeof(float) || typeof(T) == typeof(double)) return To<T>();
        var (least, most) = (T.CreateSaturating(double.NegativeInfinity), T.CreateSaturating(double.PositiveInfinity));
        // long's largest number rounds up to 2^63, which is not in it.
        return floating >= double.CreateSaturating(least) && floating <= double.CreateSaturating(most) && floating < 9223372036854775808.0
            ? To<T>()
            : throw new TorchException($"value cannot be converted to type {typeof(T).Name} without overflow: {floating}");
    }

    public static implicit operator Number(double value) => new(value);
    public static implicit operator Number(long value) => new(value);
    public static implicit operator Number(Scalar value) => (value ?? throw new ArgumentNullException(nameof(value))).Value;
}
