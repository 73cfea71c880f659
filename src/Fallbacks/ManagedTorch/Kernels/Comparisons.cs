using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>A comparison whose result is a mask of the operands' width.</summary>
internal interface IComparison<T>
{
    static abstract Vector<T> Invoke(Vector<T> x, Vector<T> y);
}

internal struct EqualTo<T> : IComparison<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.Equals(x, y);
}

internal struct NotEqualTo<T> : IComparison<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => ~Vector.Equals(x, y);
}

internal struct LessThan<T> : IComparison<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.LessThan(x, y);
}

internal struct LessOrEqual<T> : IComparison<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.LessThanOrEqual(x, y);
}

internal struct GreaterThan<T> : IComparison<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.GreaterThan(x, y);
}

internal struct GreaterOrEqual<T> : IComparison<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> x, Vector<T> y) => Vector.GreaterThanOrEqual(x, y);
}

/// <summary>Elementwise comparisons, to bytes of 0 and 1, and the choice between two tensors by such bytes.</summary>
internal static unsafe class Comparisons
{
    /// <summary>z = x ? y as 0 or 1.</summary>
    public static void Compare<T, TComparison>(T* x, T* y, byte* z, nint count)
        where T : unmanaged
        where TComparison : struct, IComparison<T>
    {
        int lanes = Vector<T>.Count;
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            Put(TComparison.Invoke(Vector.Load(x + i), Vector.Load(y + i)), z + i, lanes);
        if (i < count)
        {
            nint rest = count - i;
            Put(TComparison.Invoke(Simd.LoadPart(x + i, rest), Simd.LoadPart(y + i, rest)), z + i, (int)rest);
        }
    }

    /// <summary>z = x ? y as 0 or 1, with one y for all.</summary>
    public static void CompareScalar<T, TComparison>(T* x, T y, byte* z, nint count)
        where T : unmanaged
        where TComparison : struct, IComparison<T>
    {
        int lanes = Vector<T>.Count;
        var right = new Vector<T>(y);
        nint i = 0;
        for (; i + lanes <= count; i += lanes)
            Put(TComparison.Invoke(Vector.Load(x + i), right), z + i, lanes);
        if (i < count)
            Put(TComparison.Invoke(Simd.LoadPart(x + i, count - i), right), z + i, (int)(count - i));
    }

    /// <summary>z = condition ? x : y</summary>
    public static void Where<T>(byte* condition, T* x, T* y, T* z, nint count)
        where T : unmanaged
    {
        for (nint i = 0; i < count; i++)
            z[i] = condition[i] != 0 ? x[i] : y[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(Vector<T> mask, byte* z, int count)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
        {
            Simd.StorePart(mask.As<T, byte>() & Vector<byte>.One, z, count);
            return;
        }

        // One bit a lane, spread to one byte a lane: eight at most.
        uint bits = MaskBits(mask);
        if (count == 8 && Bmi2.X64.IsSupported)
        {
            *(ulong*)z = Bmi2.X64.ParallelBitDeposit(bits, 0x0101010101010101);
            return;
        }

        for (int i = 0; i < count; i++)
            z[i] = (byte)(bits >> i & 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint MaskBits<T>(Vector<T> mask)
        where T : unmanaged
    {
        if (Vector<byte>.Count == 32)
            return Vector256.ExtractMostSignificantBits(mask.AsVector256());
        if (Vector<byte>.Count == 16)
            return Vector128.ExtractMostSignificantBits(mask.AsVector128());
        uint bits = 0;
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            if (!mask[i].Equals(default(T)))
                bits |= 1u << i;
        }

        return bits;
    }
}
