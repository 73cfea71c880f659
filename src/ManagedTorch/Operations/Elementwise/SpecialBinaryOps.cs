using System.Numerics;

namespace TorchSharp;

/// <summary>x log y, and 0 where x is 0.</summary>
internal readonly struct XLogY : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(b) ? b : a == T.Zero ? T.Zero : a * Real.Log(b);
    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == T.Zero && b <= T.Zero ? T.Zero : g * Real.Log(b);
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * a / b;
}

/// <summary>x log(1 + y), and 0 where x is 0.</summary>
internal readonly struct XLog1PY : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(b) ? b : a == T.Zero ? T.Zero : a * Log(b);
    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => a == T.Zero && b <= -T.One ? T.Zero : g * Log(b);
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * a / (b + T.One);

    private static T Log<T>(T b) where T : unmanaged, INumber<T> => T.CreateTruncating(Wide.LogP1(double.CreateTruncating(b)));
}

/// <summary>log(e^a + e^b)</summary>
internal readonly struct LogAddExp : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        double x = double.CreateTruncating(a), y = double.CreateTruncating(b);
        var largest = Math.Max(x, y);
        return double.IsInfinity(largest)
            ? T.CreateTruncating(largest)
            : T.CreateTruncating(largest + Wide.LogP1(Math.Exp(-Math.Abs(x - y))));
    }

    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * Share(a, b);
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * Share(b, a);

    private static T Share<T>(T a, T b) where T : unmanaged, INumber<T> =>
        T.CreateTruncating(1 / (1 + Math.Exp(double.CreateTruncating(b) - double.CreateTruncating(a))));
}

internal readonly struct Hypotenuse : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        T.CreateTruncating(double.Hypot(double.CreateTruncating(a), double.CreateTruncating(b)));
    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * a / Apply(a, b);
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => g * b / Apply(a, b);
}

/// <summary>The size of a with the sign of b.</summary>
internal readonly struct CopySign : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.CopySign(a, b);
    public static bool TrueDivision => true;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> =>
        a == T.Zero ? T.Zero : g * (Apply(a, b) / a);
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => T.Zero;
}

/// <summary>The larger; where one is nan, the other.</summary>
internal readonly struct LargerNumber : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) ? b : T.IsNaN(b) || a >= b ? a : b;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => a >= b || T.IsNaN(b) ? g : T.Zero;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => a >= b || T.IsNaN(b) ? T.Zero : g;
}

/// <summary>The smaller; where one is nan, the other.</summary>
internal readonly struct SmallerNumber : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> => T.IsNaN(a) ? b : T.IsNaN(b) || a <= b ? a : b;
    public static T First<T>(T g, T a, T b) where T : unmanaged, INumber<T> => a <= b || T.IsNaN(b) ? g : T.Zero;
    public static T Second<T>(T g, T a, T b) where T : unmanaged, INumber<T> => a <= b || T.IsNaN(b) ? T.Zero : g;
}

/// <summary>1 above 0, the second argument at 0, and 0 elsewhere, of nan too.</summary>
internal readonly struct Heaviside : IBinaryOp
{
    public static T Apply<T>(T a, T b) where T : unmanaged, INumber<T> =>
        a == T.Zero ? b : a > T.Zero ? T.One : T.Zero;
    public static bool Differentiable => false;
}
