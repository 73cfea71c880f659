using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Floor<T>(Vector<T> x) =>
        typeof(T) == typeof(float) ? Vector.Floor(x.As<T, float>()).As<float, T>() : Vector.Floor(x.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Ceiling<T>(Vector<T> x) =>
        typeof(T) == typeof(float) ? Vector.Ceiling(x.As<T, float>()).As<float, T>() : Vector.Ceiling(x.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Truncate<T>(Vector<T> x) =>
        typeof(T) == typeof(float) ? Vector.Truncate(x.As<T, float>()).As<float, T>() : Vector.Truncate(x.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Round<T>(Vector<T> x) =>
        typeof(T) == typeof(float) ? Vector.Round(x.As<T, float>()).As<float, T>() : Vector.Round(x.As<T, double>()).As<double, T>();

    /// <summary>
    /// The first <paramref name="count"/> elements at <paramref name="x"/>, the rest zero; for less than a vector.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> LoadPart<T>(T* x, nint count)
        where T : unmanaged
    {
        if (Avx2.IsSupported && sizeof(T) == 4 && Vector<T>.Count == 8)
            return Avx2.MaskLoad((int*)x, Below((int)count)).AsVector().As<int, T>();
        if (Avx2.IsSupported && sizeof(T) == 8 && Vector<T>.Count == 4)
            return Avx2.MaskLoad((long*)x, Below(count)).AsVector().As<long, T>();
        Vector<T> v = default;
        for (nint i = 0; i < count; i++)
            ((T*)&v)[i] = x[i];
        return v;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes; for less than a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<T>(Vector<T> v, T* y, nint count)
        where T : unmanaged
    {
        if (Avx2.IsSupported && sizeof(T) == 4 && Vector<T>.Count == 8)
        {
            Avx2.MaskStore((int*)y, Below((int)count), v.As<T, int>().AsVector256());
        }
        else if (Avx2.IsSupported && sizeof(T) == 8 && Vector<T>.Count == 4)
        {
            Avx2.MaskStore((long*)y, Below(count), v.As<T, long>().AsVector256());
        }
        else
        {
            for (nint i = 0; i < count; i++)
                y[i] = ((T*)&v)[i];
        }
    }

    /// <summary>A mask of the first <paramref name="count"/> lanes, for <see cref="LoadMasked"/> and <see cref="StoreMasked"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> First<T>(nint count)
        where T : unmanaged =>
        sizeof(T) == 4
            ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).As<int, T>()
            : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>();

    /// <summary>The masked elements at <paramref name="x"/>, zero for the rest, which are not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadMasked<T>(T* x, Vector512<T> mask)
        where T : unmanaged
    {
        if (Avx512F.IsSupported && sizeof(T) == 4)
            return Avx512F.MaskLoad((float*)x, mask.AsSingle(), Vector512<float>.Zero).As<float, T>();
        if (Avx512F.IsSupported)
            return Avx512F.MaskLoad((double*)x, mask.AsDouble(), Vector512<double>.Zero).As<double, T>();
        if (Avx2.IsSupported && sizeof(T) == 4)
        {
            return Vector512.Create(
                Avx2.MaskLoad((int*)x, mask.GetLower().AsInt32()), Avx2.MaskLoad((int*)x + 8, mask.GetUpper().AsInt32())).As<int, T>();
        }

        if (Avx2.IsSupported)
        {
            return Vector512.Create(
                Avx2.MaskLoad((long*)x, mask.GetLower().AsInt64()), Avx2.MaskLoad((long*)x + 4, mask.GetUpper().AsInt64())).As<long, T>();
        }

        Vector512<T> v = default;
        for (int i = 0; i < Vector512<T>.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(mask[i], default))
                ((T*)&v)[i] = x[i];
        }

        return v;
    }

    /// <summary>Writes the masked elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked<T>(Vector512<T> v, T* x, Vector512<T> mask)
        where T : unmanaged
    {
        if (Avx512F.IsSupported && sizeof(T) == 4)
        {
            Avx512F.MaskStore((float*)x, mask.AsSingle(), v.AsSingle());
        }
        else if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore((double*)x, mask.AsDouble(), v.AsDouble());
        }
        else if (Avx2.IsSupported && sizeof(T) == 4)
        {
            Avx2.MaskStore((int*)x, mask.GetLower().AsInt32(), v.GetLower().AsInt32());
            Avx2.MaskStore((int*)x + 8, mask.GetUpper().AsInt32(), v.GetUpper().AsInt32());
        }
        else if (Avx2.IsSupported)
        {
            Avx2.MaskStore((long*)x, mask.GetLower().AsInt64(), v.GetLower().AsInt64());
            Avx2.MaskStore((long*)x + 4, mask.GetUpper().AsInt64(), v.GetUpper().AsInt64());
        }
        else
        {
            for (int i = 0; i < Vector512<T>.Count; i++)
            {
                if (!EqualityComparer<T>.Default.Equals(mask[i], default))
                    x[i] = v[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Below(int count) =>
        Vector256.GreaterThan(Vector256.Create(count), Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Below(nint count) =>
        Vector256.GreaterThan(Vector256.Create((long)count), Vector256.Create(0L, 1, 2, 3));

    /// <summary>a0 b0 a1 b1</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ZipLow(Vector128<uint> a, Vector128<uint> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackLow(a, b).AsUInt64();
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(a, b).AsUInt64()
            : Vector128.Create(a[0], b[0], a[1], b[1]).AsUInt64();
    }

    /// <summary>a2 b2 a3 b3</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ZipHigh(Vector128<uint> a, Vector128<uint> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackHigh(a, b).AsUInt64();
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(a, b).AsUInt64()
            : Vector128.Create(a[2], b[2], a[3], b[3]).AsUInt64();
    }

    /// <summary>The first halves of a and of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LowHalves(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackLow(a, b).AsUInt32();
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(a, b).AsUInt32()
            : Vector128.Create(a[0], b[0]).AsUInt32();
    }

    /// <summary>The second halves of a and of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> HighHalves(Vector128<ulong> a, Vector128<ulong> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackHigh(a, b).AsUInt32();
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(a, b).AsUInt32()
            : Vector128.Create(a[1], b[1]).AsUInt32();
    }

    /// <summary>The sums of the lanes of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        Vector128<ulong> ab = (ZipLow(a.AsUInt32(), b.AsUInt32()).AsSingle()
            + ZipHigh(a.AsUInt32(), b.AsUInt32()).AsSingle()).AsUInt64();
        Vector128<ulong> cd = (ZipLow(c.AsUInt32(), d.AsUInt32()).AsSingle()
            + ZipHigh(c.AsUInt32(), d.AsUInt32()).AsSingle()).AsUInt64();
        return LowHalves(ab, cd).AsSingle() + HighHalves(ab, cd).AsSingle();
    }
}
