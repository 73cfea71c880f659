using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>
/// Between an image and the columns of its patches. With a stride of s the padded image first falls into s x s phases (every
/// s-th row and column); then each tap of the kernel is a window of one phase, and a window is copied in contiguous rows.
/// </summary>
internal static unsafe class Patches
{
    // Rows are copied in whole vectors, which may run past the end of a buffer by less than one.
    private const int Slack = 16;

    public static T* PhaseBuffer<T>(in ConvolutionShape s, int slot)
        where T : unmanaged => Scratch.Get<T>(slot, (nint)s.Channels * s.PhaseSize + Slack);

    public static T* ColumnBuffer<T>(in ConvolutionShape s, int slot)
        where T : unmanaged => Scratch.Get<T>(slot, (nint)s.Groups * s.Taps * s.Pixels + Slack);

    /// <summary>The phases of the padded image: (channel, row phase, column phase, row, column).</summary>
    public static void Split<T>(in ConvolutionShape s, T* image, T* phases)
        where T : unmanaged
    {
        int height = s.PhaseHeight, width = s.PhaseWidth;
        for (int c = 0; c < s.Channels; c++, image += (nint)s.Height * s.Width)
        {
            for (int i = 0; i < s.StrideHeight; i++)
            {
                T* rows = phases;
                for (int r = 0; r < height; r++, rows += width)
                {
                    int y = r * s.StrideHeight + i - s.PaddingHeight;
                    bool inside = y >= 0 && y < s.Height;
                    if (inside && s.StrideWidth == 2 && typeof(T) == typeof(float) && Avx512F.IsSupported)
                    {
                        SplitPairs(s, (float*)image + (nint)y * s.Width, (float*)rows, (float*)rows + (nint)height * width);
                        continue;
                    }

                    for (int j = 0; j < s.StrideWidth; j++)
                    {
                        T* to = rows + (nint)j * height * width;
                        if (inside)
                            SplitRow(s, image + (nint)y * s.Width, j, to);
                        else
                            new Span<T>(to, width).Clear();
                    }
                }

                phases += (nint)s.StrideWidth * height * width;
            }
        }
    }

    /// <summary>The columns (channel, kernel row, kernel column) by pixels, from the phases.</summary>
    public static void Gather<T>(in ConvolutionShape s, T* phases, T* columns)
        where T : unmanaged
    {
        int lanes = Vector<T>.Count, outWidth = s.OutWidth, outHeight = s.OutHeight;
        nint width = s.PhaseWidth;
        for (nint c = 0; c < s.Channels; c++)
        {
            for (int i = 0; i < s.KernelHeight; i++)
            {
                for (int j = 0; j < s.KernelWidth; j++, columns += s.Pixels)
                {
                    T* from = phases + Window(s, c, i, j);
                    T* to = columns;
                    for (int r = 0; r < outHeight; r++, from += width, to += outWidth)
                    {
                        // What runs past this row is overwritten by the next.
                        for (nint q = 0; q < outWidth; q += lanes)
                            Vector.Load(from + q).Store(to + q);
                    }
                }
            }
        }
    }

    /// <summary>The image whose pixels are the sums of the columns' elements that were copied from them.</summary>
    public static void Scatter<T>(in ConvolutionShape s, T* columns, T* phases, T* image)
        where T : unmanaged
    {
        if (s.PhasesAreColumns)
        {
            phases = columns;
        }
        else
        {
            new Span<T>(phases, s.Channels * s.PhaseSize).Clear();
            for (nint c = 0; c < s.Channels; c++)
            {
                for (int i = 0; i < s.KernelHeight; i++)
                {
                    for (int j = 0; j < s.KernelWidth; j++, columns += s.Pixels)
                    {
                        AddRows(columns, s.OutWidth, phases + Window(s, c, i, j), s.PhaseWidth, s.OutHeight, s.OutWidth);
                    }
                }
            }
        }

        Join(s, phases, image);
    }

    private static void AddRows<T>(T* from, nint fromStep, T* to, nint toStep, int rows, nint width)
        where T : unmanaged
    {
        int lanes = Vector<T>.Count;
        for (; rows > 0; rows--, from += fromStep, to += toStep)
        {
            nint q = 0;
            for (; q + lanes <= width; q += lanes)
                (Vector.Load(to + q) + Vector.Load(from + q)).Store(to + q);
            if (q < width)
                Simd.StorePart(Simd.LoadPart(to + q, width - q) + Simd.LoadPart(from + q, width - q), to + q, width - q);
        }
    }

    /// <summary>Where a tap's window begins in the phases.</summary>
    private static nint Window(in ConvolutionShape s, nint channel, int i, int j)
    {
        int y = i * s.DilationHeight, x = j * s.DilationWidth;
        nint phase = (channel * s.StrideHeight + y % s.StrideHeight) * s.StrideWidth + x % s.StrideWidth;
        return (phase * s.PhaseHeight + y / s.StrideHeight) * s.PhaseWidth + x / s.StrideWidth;
    }

    private static void SplitRow<T>(in ConvolutionShape s, T* row, int phase, T* to)
        where T : unmanaged
    {
        int width = s.PhaseWidth, stride = s.StrideWidth, first = s.PaddingWidth - phase;

        // The first column of the phase that lies inside the image, and the first behind it.
        int from = first <= 0 ? 0 : (first + stride - 1) / stride;
        int until = Math.Clamp((s.Width + first + stride - 1) / stride, from, Math.Max(from, width));
        from = Math.Min(from, width);
        until = Math.Min(until, width);
        new Span<T>(to, from).Clear();
        T* x = row + (nint)from * stride - first;
        if (stride == 1)
        {
            new Span<T>(x, until - from).CopyTo(new Span<T>(to + from, until - from));
        }
        else
        {
            for (int q = from; q < until; q++, x += stride)
                to[q] = *x;
        }

        new Span<T>(to + until, width - until).Clear();
    }

    /// <summary>Both phases of a row for a stride of two, sixteen columns of each at a time.</summary>
    private static void SplitPairs(in ConvolutionShape s, float* row, float* even, float* odd)
    {
        Vector512<int> evens = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        Vector512<int> odds = evens + Vector512<int>.One;
        Vector512<float> places = Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        int width = s.PhaseWidth;
        for (int q = 0; q < width; q += 16)
        {
            int x = 2 * q - s.PaddingWidth;
            Vector512<float> low = Part(row, x, s.Width, places), high = Part(row, x + 16, s.Width, places);
            Vector512<float> mask = Vector512.LessThan(places, Vector512.Create((float)(width - q)));
            Avx512F.MaskStore(even + q, mask, Avx512F.PermuteVar16x32x2(low, evens, high));
            Avx512F.MaskStore(odd + q, mask, Avx512F.PermuteVar16x32x2(low, odds, high));
        }
    }

    /// <summary>Sixteen elements from x on, zero outside the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Part(float* row, int x, int width, Vector512<float> places)
    {
        if (x >= 0 && x + 16 <= width)
            return Vector512.Load(row + x);
        return Avx512F.MaskLoad(row + x, Inside(x, width, places), Vector512<float>.Zero);
    }

    private static void Join<T>(in ConvolutionShape s, T* phases, T* image)
        where T : unmanaged
    {
        for (nint c = 0; c < s.Channels; c++)
        {
            for (int y = 0; y < s.Height; y++, image += s.Width)
            {
                int py = y + s.PaddingHeight, row = py / s.StrideHeight;
                if (row >= s.PhaseHeight)
                {
                    new Span<T>(image, s.Width).Clear();
                    continue;
                }

                T* from = phases + ((c * s.StrideHeight + py % s.StrideHeight) * s.StrideWidth * s.PhaseHeight + row) * s.PhaseWidth;
                nint phase = (nint)s.PhaseHeight * s.PhaseWidth;
                if (s.StrideWidth == 2 && typeof(T) == typeof(float) && Avx512F.IsSupported)
                {
                    bool lastRow = c == s.Channels - 1 && y == s.Height - 1;
                    JoinPairs(s, (float*)from, (float*)from + phase, (float*)image, lastRow ? s.Width : int.MaxValue);
                    continue;
                }

                int inPhase = s.PaddingWidth % s.StrideWidth, column = s.PaddingWidth / s.StrideWidth;
                for (int x = 0; x < s.Width; x++)
                {
                    image[x] = column < s.PhaseWidth ? from[inPhase * phase + column] : default;
                    if (++inPhase == s.StrideWidth)
                    {
                        inPhase = 0;
                        column++;
                    }
                }
            }
        }
    }

    /// <summary>
    /// A row from its phases for a stride of two, thirty-two pixels at a time; up to <paramref name="limit"/> what is written behind
    /// the row does not matter.
    /// </summary>
    private static void JoinPairs(in ConvolutionShape s, float* even, float* odd, float* row, int limit)
    {
        Vector512<int> low = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        Vector512<int> high = low + Vector512.Create(8);
        Vector512<float> places = Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        for (int q = 0; 2 * q - s.PaddingWidth < s.Width; q += 16)
        {
            Vector512<float> a = Part(even, q, s.PhaseWidth, places), b = Part(odd, q, s.PhaseWidth, places);
            int x = 2 * q - s.PaddingWidth;
            Put(row, x, limit, places, Avx512F.PermuteVar16x32x2(a, low, b));
            if (x + 16 < s.Width)
                Put(row, x + 16, limit, places, Avx512F.PermuteVar16x32x2(a, high, b));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* row, int x, int limit, Vector512<float> places, Vector512<float> value)
    {
        if (x >= 0 && x + 16 <= limit)
            value.Store(row + x);
        else
            Avx512F.MaskStore(row + x, Inside(x, limit, places), value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Inside(int x, int width, Vector512<float> places)
    {
        Vector512<float> at = places + Vector512.Create((float)x);
        return Vector512.GreaterThanOrEqual(at, Vector512<float>.Zero) & Vector512.LessThan(at, Vector512.Create((float)width));
    }
}
