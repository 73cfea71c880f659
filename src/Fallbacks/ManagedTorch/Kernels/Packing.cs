using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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
        if (padded > width)
        {
            for (nint k = 0; k < depth; k++)
                new Span<T>(packed + k * padded + width, padded - width).Clear();
        }

        if (jStep == 1)
        {
            if (sizeof(T) == 4 && width == 32 && Vector512.IsHardwareAccelerated)
            {
                for (nint k = 0; k < depth; k++, x += kStep, packed += padded)
                {
                    Vector512<uint> first = Vector512.Load((uint*)x), second = Vector512.Load((uint*)x + 16);
                    first.Store((uint*)packed);
                    second.Store((uint*)packed + 16);
                }

                return;
            }

            uint bytes = (uint)(width * sizeof(T));
            for (nint k = 0; k < depth; k++, x += kStep, packed += padded)
                Unsafe.CopyBlockUnaligned(packed, x, bytes);
            return;
        }

        int j = 0;
        if (sizeof(T) == 4 && kStep == 1)
        {
            if (Avx512F.IsSupported)
            {
                for (; j + 16 <= width; j += 16)
                    Transpose16((float*)x + j * jStep, jStep, (float*)packed + j, padded, depth);
            }

            for (; j + 4 <= width; j += 4)
                Transpose4((uint*)x + j * jStep, jStep, (uint*)packed + j, padded, depth);
        }

        for (; j < width; j++)
        {
            T* from = x + j * jStep;
            T* to = packed + j;
            for (nint k = 0; k < depth; k++, from += kStep, to += padded)
                *to = *from;
        }
    }

    /// <summary>Sixteen contiguous runs of <paramref name="depth"/> elements become rows of sixteen.</summary>
    private static void Transpose16(float* x, nint step, float* to, nint padded, int depth)
    {
        // Blocks of 4 x 4 within each quarter of the vectors, four runs from each of the quarters.
        nint k = 0;
        for (; k + 4 <= depth; k += 4, to += 4 * padded)
        {
            Vector512<float> a = Quarters(x + k, step), b = Quarters(x + k + step, step);
            Vector512<float> c = Quarters(x + k + 2 * step, step), d = Quarters(x + k + 3 * step, step);
            Vector512<float> ab0 = Avx512F.UnpackLow(a, b), ab1 = Avx512F.UnpackHigh(a, b);
            Vector512<float> cd0 = Avx512F.UnpackLow(c, d), cd1 = Avx512F.UnpackHigh(c, d);
            Avx512F.Shuffle(ab0, cd0, 0x44).Store(to);
            Avx512F.Shuffle(ab0, cd0, 0xee).Store(to + padded);
            Avx512F.Shuffle(ab1, cd1, 0x44).Store(to + 2 * padded);
            Avx512F.Shuffle(ab1, cd1, 0xee).Store(to + 3 * padded);
        }

        for (; k < depth; k++, to += padded)
        {
            for (nint j = 0; j < 16; j++)
                to[j] = x[j * step + k];
        }
    }

    /// <summary>Four elements of every fourth run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* x, nint step)
    {
        Vector512<float> v = Vector512.CreateScalarUnsafe(0f);
        v = Avx512F.InsertVector128(v, Vector128.Load(x), 0);
        v = Avx512F.InsertVector128(v, Vector128.Load(x + 4 * step), 1);
        v = Avx512F.InsertVector128(v, Vector128.Load(x + 8 * step), 2);
        return Avx512F.InsertVector128(v, Vector128.Load(x + 12 * step), 3);
    }

    /// <summary>Four contiguous runs of <paramref name="depth"/> elements become rows of four.</summary>
    private static void Transpose4(uint* x, nint step, uint* to, nint padded, int depth)
    {
        uint* x1 = x + step, x2 = x1 + step, x3 = x2 + step;
        nint k = 0;
        for (; k + 4 <= depth; k += 4, to += 4 * padded)
        {
            Vector128<uint> a = Vector128.Load(x + k), b = Vector128.Load(x1 + k), c = Vector128.Load(x2 + k), d = Vector128.Load(x3 + k);
            Vector128<ulong> ab0 = Low(a, b), ab1 = High(a, b), cd0 = Low(c, d), cd1 = High(c, d);
            Vector128.Create(ab0.GetLower(), cd0.GetLower()).AsUInt32().Store(to);
            Vector128.Create(ab0.GetUpper(), cd0.GetUpper()).AsUInt32().Store(to + padded);
            Vector128.Create(ab1.GetLower(), cd1.GetLower()).AsUInt32().Store(to + 2 * padded);
            Vector128.Create(ab1.GetUpper(), cd1.GetUpper()).AsUInt32().Store(to + 3 * padded);
        }

        for (; k < depth; k++, to += padded)
        {
            to[0] = x[k];
            to[1] = x1[k];
            to[2] = x2[k];
            to[3] = x3[k];
        }
    }

    /// <summary>a0 b0 a1 b1</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Low(Vector128<uint> a, Vector128<uint> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackLow(a, b).AsUInt64();
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(a, b).AsUInt64()
            : Vector128.Create(a[0], b[0], a[1], b[1]).AsUInt64();
    }

    /// <summary>a2 b2 a3 b3</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> High(Vector128<uint> a, Vector128<uint> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackHigh(a, b).AsUInt64();
        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(a, b).AsUInt64()
            : Vector128.Create(a[2], b[2], a[3], b[3]).AsUInt64();
    }
}
