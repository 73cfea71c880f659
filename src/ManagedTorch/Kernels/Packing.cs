using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>Copies a strip of a matrix into the order in which a tile reads it.</summary>
internal static unsafe class Packing
{
    private const int CacheLine = 64;
    private const int RowsAhead = 16;

    /// <summary>packed[k * padded + j] = 0 for k below depth and j from width on.</summary>
    public static void Pad<T>(int depth, int width, int padded, T* packed)
        where T : unmanaged
    {
        for (nint k = 0; k < depth; k++)
            new Span<T>(packed + k * padded + width, padded - width).Clear();
    }

    /// <summary>
    /// packed[k * padded + j] = x[k * kStep + j * jStep] for k below depth and j below width; what lies between width and
    /// <paramref name="padded"/> stays as it is.
    /// </summary>
    public static void Panel<T>(int depth, int width, int padded, T* x, nint kStep, nint jStep, T* packed)
        where T : unmanaged
    {
        if (jStep == 1)
        {
            if (width * sizeof(T) % 16 == 0)
            {
                CopyRows((byte*)x, kStep * sizeof(T), (byte*)packed, padded * sizeof(T), width * sizeof(T), depth);
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

    /// <summary>Rows of a multiple of 16 bytes.</summary>
    private static void CopyRows(byte* from, nint fromStep, byte* to, nint toStep, nint bytes, int rows)
    {
        for (; rows > 0; rows--, from += fromStep, to += toStep)
        {
            // Rows far apart are nothing that the processor would foresee.
            if (Sse.IsSupported)
            {
                for (nint line = 0; line < bytes; line += CacheLine)
                    Sse.Prefetch0(from + RowsAhead * fromStep + line);
            }

            nint i = 0;
            for (; i + 32 <= bytes; i += 32)
                Vector256.Load(from + i).Store(to + i);
            if (i < bytes)
                Vector128.Load(from + i).Store(to + i);
        }
    }

    /// <summary>Sixteen contiguous runs of <paramref name="depth"/> elements become rows of sixteen.</summary>
    private static void Transpose16(float* x, nint step, float* to, nint padded, int depth)
    {
        // Blocks of 4 x 4 within each quarter of the vectors, four runs from each of the quarters.
        nint k = 0;
        for (; k + 4 <= depth; k += 4, to += 4 * padded)
        {
            // The next sixteen runs, which are elsewhere.
            if (k % (CacheLine / sizeof(float)) == 0)
            {
                for (nint j = 16; j < 32; j++)
                    Sse.Prefetch0(x + j * step + k);
            }

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
            Vector128<uint> a = Vector128.Load(x + k), b = Vector128.Load(x1 + k), c = Vector128.Load(x2 + k),
                d = Vector128.Load(x3 + k);
            Vector128<ulong> ab0 = Simd.ZipLow(a, b), ab1 = Simd.ZipHigh(a, b), cd0 = Simd.ZipLow(c, d), cd1 = Simd.ZipHigh(c, d);
            Simd.LowHalves(ab0, cd0).Store(to);
            Simd.HighHalves(ab0, cd0).Store(to + padded);
            Simd.LowHalves(ab1, cd1).Store(to + 2 * padded);
            Simd.HighHalves(ab1, cd1).Store(to + 3 * padded);
        }

        for (; k < depth; k++, to += padded)
        {
            to[0] = x[k];
            to[1] = x1[k];
            to[2] = x2[k];
            to[3] = x3[k];
        }
    }
}
