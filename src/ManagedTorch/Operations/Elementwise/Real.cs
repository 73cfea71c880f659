using System.Numerics;

namespace TorchSharp;

/// <summary>Functions of real numbers for code that is generic over all element types; integers go through double where they must.</summary>
internal static class Real
{
    public static bool IsInteger<T>() => typeof(T) != typeof(float) && typeof(T) != typeof(double);

    public static T Pow<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return (T)(object)MathF.Pow((float)(object)a, (float)(object)b);
        if (typeof(T) == typeof(double)) return (T)(object)Math.Pow((double)(object)a, (double)(object)b);
        if (b < T.Zero) return a == T.One ? T.One : a == -T.One ? (T.IsOddInteger(b) ? -T.One : T.One) : T.Zero;
        var result = T.One;
        for (var exponent = long.CreateTruncating(b); exponent > 0; exponent >>= 1, a *= a)
            if ((exponent & 1) != 0)
                result *= a;
        return result;
    }

    /// <summary>1, -1 or 0; of nan too it is 0.</summary>
    public static T Sign<T>(T a) where T : unmanaged, INumber<T> => a > T.Zero ? T.One : a < T.Zero ? -T.One : T.Zero;

    public static T Log<T>(T a) where T : unmanaged, INumber<T> => typeof(T) == typeof(float)
        ? (T)(object)MathF.Log((float)(object)a)
        : T.CreateTruncating(Math.Log(double.CreateTruncating(a)));

    public static T Atan2<T>(T a, T b) where T : unmanaged, INumber<T> => typeof(T) == typeof(float)
        ? (T)(object)MathF.Atan2((float)(object)a, (float)(object)b)
        : T.CreateTruncating(Math.Atan2(double.CreateTruncating(a), double.CreateTruncating(b)));

    public static T Floor<T>(T a) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return (T)(object)MathF.Floor((float)(object)a);
        if (typeof(T) == typeof(double)) return (T)(object)Math.Floor((double)(object)a);
        return a;
    }

    public static T Truncate<T>(T a) where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) return (T)(object)MathF.Truncate((float)(object)a);
        if (typeof(T) == typeof(double)) return (T)(object)Math.Truncate((double)(object)a);
        return a;
    }

    public static T DivideInteger<T>(T a, T b) where T : unmanaged, INumber<T> =>
        b == T.Zero ? throw new TorchException("An integer was divided by zero.") : a / b;
}
