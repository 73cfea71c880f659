using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>
/// Between an image and the columns of its patches. With a stride of s the padded image first falls into s x s phases (every
/// s-th row and column); then each tap of the kernel is a window of one phase, and a window is copied in contiguous rows.
/// </summary>
internal static unsafe partial class Patches
{
    // Rows are copied in whole vectors and read in pairs of them, which may run past the end of a buffer.
    private const int Slack = 32;

    public static T* PhaseBuffer<T>(in ConvolutionShape s, int slot)
        where T : unmanaged => Scratch.Get<T>(slot, (nint)s.Channels * s.PhaseSize + Slack);

    public static T* ColumnBuffer<T>(in ConvolutionShape s, int slot)
        where T : unmanaged => Scratch.Get<T>(slot, (nint)s.Groups * s.Taps * s.Pixels + Slack);

    /// <summary>The phases of the padded image: (channel, row phase, column phase, row, column).</summary>
    public static void Split<T>(in ConvolutionShape s, Images<T> images, nint n, T* phases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int height = s.PhaseHeight, width = s.PhaseWidth;
        for (nint c = 0; c < s.Channels; c++)
        {
            T* image = images.Read(s, n, c);
            for (int i = 0; i < s.StrideHeight; i++)
            {
                if (s.StrideWidth == 2 && typeof(T) == typeof(float) && Avx512F.IsSupported)
                    SplitPairs(s, (float*)image, i, (float*)phases);
                else
                    SplitRows(s, image, i, phases);
                phases += (nint)s.StrideWidth * height * width;
            }
        }
    }

    /// <summary>The columns (channel, kernel row, kernel column) by pixels, from the phases.</summary>
    public static void Gather<T>(in ConvolutionShape s, T* phases, T* columns)
        where T : unmanaged
    {
        int outWidth = s.OutWidth, outHeight = s.OutHeight;
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
                        CopyRow((byte*)from, (byte*)to, outWidth * sizeof(T));
                    }
                }
            }
        }
    }

    /// <summary>Where each tap's window begins in the phases of a group of channels.</summary>
    public static void Windows(in ConvolutionShape s, nint* windows)
    {
        for (nint c = 0; c < s.GroupChannels; c++)
        {
            for (int i = 0; i < s.KernelHeight; i++)
            {
                for (int j = 0; j < s.KernelWidth; j++)
                    *windows++ = Window(s, c, i, j);
            }
        }
    }

    /// <summary>The results' planes from rows as wide as those of the phases, a plane every <paramref name="pitch"/> elements.</summary>
    public static void CloseRows<T>(in ConvolutionShape s, T* wide, nint pitch, T* planes)
        where T : unmanaged
    {
        int outWidth = s.OutWidth, outHeight = s.OutHeight;
        nint width = s.PhaseWidth;
        for (int f = 0; f < s.Filters; f++, wide += pitch)
        {
            // What runs past a row is overwritten by the next; only the very last is cut.
            T* from = wide;
            int whole = f == s.Filters - 1 ? outHeight - 1 : outHeight;
            for (int r = 0; r < whole; r++, from += width, planes += outWidth)
                CopyRow((byte*)from, (byte*)planes, outWidth * sizeof(T));
            if (whole < outHeight)
                new Span<T>(from, outWidth).CopyTo(new Span<T>(planes, outWidth));
        }
    }

    /// <summary>
    /// Copies a row and a little more, in the widest pieces that are not much too wide: few of them cross cache lines.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(byte* from, byte* to, int bytes)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 32 < bytes; i += 64)
                Vector512.Load(from + i).Store(to + i);
        }

        for (; i < bytes; i += 32)
            Vector256.Load(from + i).Store(to + i);
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

    /// <summary>The column phases of one row phase.</summary>
    private static void SplitRows<T>(in ConvolutionShape s, T* image, int i, T* phases)
        where T : unmanaged
    {
        int height = s.PhaseHeight, width = s.PhaseWidth;
        for (int r = 0; r < height; r++, phases += width)
        {
            int y = r * s.StrideHeight + i - s.PaddingHeight;
            for (int j = 0; j < s.StrideWidth; j++)
            {
                T* to = phases + (nint)j * height * width;
                if (y >= 0 && y < s.Height)
                    SplitRow(s, image + (nint)y * s.Width, j, to);
                else
                    new Span<T>(to, width).Clear();
            }
        }
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

    private static void Join<T>(in ConvolutionShape s, T* phases, T* image)
        where T : unmanaged
    {
        if (s.StrideWidth == 2 && typeof(T) == typeof(float) && Avx512F.IsSupported)
        {
            JoinPairs(s, (float*)phases, (float*)image);
            return;
        }

        int phase = s.PhaseHeight * s.PhaseWidth;
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

                T* from = phases + ((c * s.StrideHeight + py % s.StrideHeight) * s.StrideWidth * s.PhaseHeight
                    + row) * s.PhaseWidth;
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
}
