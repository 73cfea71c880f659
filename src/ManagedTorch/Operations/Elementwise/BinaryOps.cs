using System.Numerics;

namespace TorchSharp;

internal readonly struct Add : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a + b;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a + b;
    public static bool KeepsArguments => false;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g;
}

internal readonly struct Subtract : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a - b;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a - b;
    public static bool KeepsArguments => false;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => -g;
}

internal readonly struct Multiply : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a * b;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a * b;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * b;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * a;
}

internal readonly struct Divide : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => a / b;
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a / b;
    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g / b;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => -g * a / b / b;
}

/// <summary>Division, with 0 where the divisor is; for gradients only.</summary>
internal readonly struct DivideOrZero : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => b == T.Zero ? T.Zero : a / b;
    public static bool Differentiable => false;
}

/// <summary>Division rounded towards zero.</summary>
internal readonly struct TruncatedDivide : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        Real.IsInteger<T>() ? Real.DivideInteger(a, b) : Real.Truncate(a / b);
    public static bool KeepsArguments => false;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => T.Zero;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => T.Zero;
}

/// <summary>Division rounded down.</summary>
internal readonly struct FloorDivide : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        if (!Real.IsInteger<T>())
        {
            if (b == T.Zero) return a / b;
            var remainder = a % b;
            var quotient = (a - remainder) / b;
            if (remainder != T.Zero && (b < T.Zero) != (remainder < T.Zero)) quotient -= T.One;
            return Real.Floor(quotient + (quotient - Real.Floor(quotient) > T.CreateTruncating(0.5) ? T.One : T.Zero));
        }
        var whole = Real.DivideInteger(a, b);
        return whole * b != a && (a < T.Zero) != (b < T.Zero) ? whole - T.One : whole;
    }

    public static bool KeepsArguments => false;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => T.Zero;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => T.Zero;
}

/// <summary>The remainder with the sign of the divisor.</summary>
internal readonly struct Remainder : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        if (Real.IsInteger<T>() && b == T.Zero) throw new TorchException("An integer was divided by zero.");
        var remainder = a % b;
        return remainder != T.Zero && (b < T.Zero) != (remainder < T.Zero) ? remainder + b : remainder;
    }

    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => -g * FloorDivide.Apply(a, b);
}

/// <summary>The remainder with the sign of the dividend.</summary>
internal readonly struct Fmod : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        Real.IsInteger<T>() && b == T.Zero ? throw new TorchException("An integer was divided by zero.") : a % b;

    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => -g * TruncatedDivide.Apply(a, b);
}

internal readonly struct Maximum : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) ? a : T.IsNaN(b) ? b : a > b ? a : b;
    // Equal arguments share the gradient; with nan among them each gets all of it.
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == b ? g / T.CreateTruncating(2) : a < b ? T.Zero : g;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == b ? g / T.CreateTruncating(2) : b < a ? T.Zero : g;
}

internal readonly struct Minimum : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) ? a : T.IsNaN(b) ? b : a < b ? a : b;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == b ? g / T.CreateTruncating(2) : a > b ? T.Zero : g;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == b ? g / T.CreateTruncating(2) : b > a ? T.Zero : g;
}

internal readonly struct Power : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => Real.Pow(a, b);

    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        b == T.Zero ? T.Zero : g * b * Real.Pow(a, b - T.One);

    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == T.Zero && b >= T.Zero ? T.Zero : g * Real.Pow(a, b) * Real.Log(a);
}

internal readonly struct Atan2 : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => Real.Atan2(a, b);
    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * b * Reciprocal(a, b);
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => -g * a * Reciprocal(a, b);

    /// <summary>1 / (a² + b²), and 0 at the origin, where no direction is better than another.</summary>
    private static T Reciprocal<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        var square = a * a + b * b;
        return square == T.Zero ? T.Zero : T.One / square;
    }
}

internal readonly struct BitAnd : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        T.CreateTruncating(long.CreateTruncating(a) & long.CreateTruncating(b));
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a & b;
    public static bool Differentiable => false;
}

internal readonly struct BitOr : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        T.CreateTruncating(long.CreateTruncating(a) | long.CreateTruncating(b));
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a | b;
    public static bool Differentiable => false;
}

internal readonly struct BitXor : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        T.CreateTruncating(long.CreateTruncating(a) ^ long.CreateTruncating(b));
    public static bool Vectorises<T>() => true;
    public static Vector<T> Apply<T>(Vector<T> a, Vector<T> b) where T : unmanaged, INumber<T> => a ^ b;
    public static bool Differentiable => false;
}
