using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>What <see cref="Vector"/> has for float and double apart, for both.</summary>
internal static unsafe class Simd
{
    /// <summary>a b + c, rounded once where the machine can (everywhere but on processors before 2013).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
    {
        if (typeof(T) == typeof(float))
            return Vector.MultiplyAddEstimate(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Vector.MultiplyAddEstimate(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();
        return a * b + c;
    }

    /// <summary>The first <paramref name="count"/> elements at <paramref name="x"/>, the rest zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> LoadPart<T>(T* x, nint count)
        where T : unmanaged
    {
        Vector<T> v = default;
        Unsafe.CopyBlockUnaligned(&v, x, (uint)(count * sizeof(T)));
        return v;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector<T> v, T* y, nint count)
        where T : unmanaged => Unsafe.CopyBlockUnaligned(y, &v, (uint)(count * sizeof(T)));
}
