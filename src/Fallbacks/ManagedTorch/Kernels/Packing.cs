using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>Copies a strip of a matrix into the order in which a tile reads it.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// packed[k * padded + j] = x[k * kStep + j * jStep] for k below depth and j below width; zeros up to
    /// <paramref name="padded"/>.
    /// </summary>
    public static void Panel<T>(int depth, int width, int padded, T* x, nint kStep, nint jStep, T* packed)
        where T : unmanaged
    {
        if (jStep == 1)
        {
            uint bytes = (uint)(width * sizeof(T));
            for (nint k = 0; k < depth; k++, x += kStep, packed += padded)
            {
                Unsafe.CopyBlockUnaligned(packed, x, bytes);
                if (padded > width)
                    new Span<T>(packed + width, padded - width).Clear();
            }

            return;
        }

        int j = 0;
        if (sizeof(T) == 4 && kStep == 1)
        {
            for (; j + 4 <= width; j += 4)
                Transpose((uint*)x + j * jStep, jStep, (uint*)packed + j, padded, depth);
        }

        for (; j < width; j++)
        {
            T* from = x + j * jStep;
            T* to = packed + j;
            for (nint k = 0; k < depth; k++, from += kStep, to += padded)
                *to = *from;
        }

        if (padded > width)
        {
            for (nint k = 0; k < depth; k++)
                new Span<T>(packed + k * padded + width, padded - width).Clear();
        }
    }

    /// <summary>Four contiguous runs of <paramref name="depth"/> elements become rows of four.</summary>
    private static void Transpose(uint* x, nint step, uint* to, nint padded, int depth)
    {
        uint* x1 = x + step, x2 = x1 + step, x3 = x2 + step;
        nint k = 0;
        for (; k + 4 <= depth; k += 4, to += 4 * padded)
        {
            Vector128<uint> a = Vector128.Load(x + k), b = Vector128.Load(x1 + k), c = Vector128.Load(x2 + k), d = Vector128.Load(x3 + k);
            Vector128<uint> ab0 = Low(a, b), ab1 = High(a, b), cd0 = Low(c, d), cd1 = High(c, d);
            Halves(ab0, cd0).Store(to);
            Others(ab0, cd0).Store(to + padded);
            Halves(ab1, cd1).Store(to + 2 * padded);
            Others(ab1, cd1).Store(to + 3 * padded);
        }

        for (; k < depth; k++, to += padded)
        {
            to[0] = x[k];
            to[1] = x1[k];
            to[2] = x2[k];
            to[3] = x3[k];
        }
    }

    // (a0 b0 a1 b1), (a2 b2 a3 b3), (the first halves), (the second halves)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Low(Vector128<uint> a, Vector128<uint> b) =>
        System.Runtime.Intrinsics.X86.Sse2.IsSupported
            ? System.Runtime.Intrinsics.X86.Sse2.UnpackLow(a, b)
            : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported
                ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipLow(a, b)
                : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> High(Vector128<uint> a, Vector128<uint> b) =>
        System.Runtime.Intrinsics.X86.Sse2.IsSupported
            ? System.Runtime.Intrinsics.X86.Sse2.UnpackHigh(a, b)
            : System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.IsSupported
                ? System.Runtime.Intrinsics.Arm.AdvSimd.Arm64.ZipHigh(a, b)
                : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Halves(Vector128<uint> a, Vector128<uint> b) => Low(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Others(Vector128<uint> a, Vector128<uint> b) => High(a.AsUInt64(), b.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Low(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> High(Vector128<ulong> a, Vector128<ulong> b) => Vector128.Create(a.GetUpper(), b.GetUpper());
}
