using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>Takes what is too small to be a normal number for 0; nan stays nan.</summary>
/// <remarks>
/// A processor takes many times as long for a subnormal number, and a moment without gradients fades into them and stays:
/// nine tenths of the smallest, rounded, is the smallest. So it is with every weight of a unit that has died. No weight moves less for it:
/// beside an optimiser's epsilon such a moment, or the square of such a gradient, is nothing.
/// </remarks>
internal static class Subnormals
{
    /// <summary>The smallest normal number.</summary>
    public static double SmallestNormal<T>() => typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308;

    /// <summary>The smallest number whose square is a normal number once it is multiplied by <paramref name="factor"/>.</summary>
    public static double SmallestSquared<T>(double factor = 1) => Math.Sqrt(SmallestNormal<T>() / factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Flush<T>(Vector<T> x, Vector<T> smallest) =>
        Vector.AndNot(x, Vector.LessThan(Vector.Abs(x), smallest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Flush<T>(Vector512<T> x, Vector512<T> smallest) =>
        Vector512.AndNot(x, Vector512.LessThan(Vector512.Abs(x), smallest));
}
