using System.Numerics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

internal static unsafe partial class Convolution
{
    /// <summary>Taps that are summed up before the next filters' turn, so that their weights stay in the first-level cache.</summary>
    private const int Depth = 256;

    /// <summary>Pixels below which most of a vector of windows would be idle.</summary>
    private const int Narrow = 8;

    /// <summary>y = x * w + bias; the bias may be null.</summary>
    public static void Forward<T>(in ConvolutionShape shape, T* x, T* w, T* bias, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (shape.IsPointwise || shape.Pixels < Narrow)
            Run(new ColumnsWork<T> { Shape = shape, X = x, W = w, Bias = bias, Y = y });
        else if (typeof(T) == typeof(float) && Avx512F.IsSupported)
            ForwardByWindows<float, Avx512Tile>(shape, (float*)x, (float*)w, (float*)bias, (float*)y);
        else
            ForwardByWindows<T, PortableTile<T>>(shape, x, w, bias, y);
    }

    private static void ForwardByWindows<T, TTile>(in ConvolutionShape shape, T* x, T* w, T* bias, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
    {
        using var windows = new Workspace<nint>(shape.Taps);
        Patches.Windows(shape, windows.Data);
        Run(new WindowsWork<T, TTile> { Shape = shape, X = x, W = w, Bias = bias, Y = y, Windows = windows.Data });
    }

    /// <summary>The filters times the columns of patches.</summary>
    private struct ColumnsWork<T> : IImages
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* X, W, Bias, Y;

        public ConvolutionShape Shape { get; set; }

        public int Chunks { get; set; }

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            int to = (int)((long)s.Batch * (chunk + 1) / Chunks);
            for (nint n = (int)((long)s.Batch * chunk / Chunks); n < to; n++)
            {
                T* columns = Columns(s, X + n * s.Channels * s.Height * s.Width), result = Y + n * s.Filters * s.Pixels;
                for (nint g = 0; g < s.Groups; g++)
                {
                    nint filter = g * s.GroupFilters;
                    Gemm.Multiply(
                        s.GroupFilters, s.Pixels, s.Taps, T.One, new Matrix<T>(W + filter * s.Taps, s.Taps, 1),
                        new(columns + g * s.Taps * s.Pixels, s.Pixels, 1), T.Zero, new(result + filter * s.Pixels, s.Pixels, 1),
                        new Epilogue<T>(Bias == null ? null : Bias + filter, biasPerRow: true));
                }
            }
        }
    }

    /// <summary>
    /// The filters times the windows of the phases where they are, without the copy of each pixel for each tap that columns are. A
    /// row of the result is then as wide as a row of a phase, and what is too much is left out at the end.
    /// </summary>
    private struct WindowsWork<T, TTile> : IImages
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
    {
        public T* X, W, Bias, Y;
        public nint* Windows;

        public ConvolutionShape Shape { get; set; }

        public int Chunks { get; set; }

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            int to = (int)((long)s.Batch * (chunk + 1) / Chunks);
            T* phases = Patches.PhaseBuffer<T>(s, PhaseSlot);
            int spread = (s.OutHeight - 1) * s.PhaseWidth + s.OutWidth;
            bool gaps = s.PhaseWidth > s.OutWidth;

            // Rows of whole cache lines, and not a power of two of them.
            nint pitch = gaps ? (spread + 15) / 16 * 16 + 16 : s.Pixels;
            T* wide = gaps ? Scratch.Get<T>(ColumnSlot, s.Filters * pitch) : null;
            int from = (int)((long)s.Batch * chunk / Chunks);
            nint size = (nint)s.Channels * s.Height * s.Width;
            if (from < to)
                Fetching.Sweep(X + from * size, size);
            for (nint n = from; n < to; n++)
            {
                T* image = X + n * size, result = Y + n * s.Filters * s.Pixels;
                Patches.Split(s, image, phases);
                T* ahead = n + 1 < to ? image + size : image;
                nint share = n + 1 < to ? size * sizeof(T) / s.Groups : 0;
                for (int g = 0; g < s.Groups; g++)
                {
                    Multiply(s, g, phases + (nint)g * s.GroupChannels * s.PhaseSize, spread, gaps ? wide : result, pitch,
                        (byte*)ahead + g * share, share);
                }

                if (gaps)
                    Patches.CloseRows(s, wide, pitch, result);
            }
        }

        /// <summary>One group of one image.</summary>
        private readonly void Multiply(
            in ConvolutionShape s, int group, T* phases, int spread, T* result, nint pitch, byte* ahead, nint share)
        {
            int tall = TTile.Rows, across = 2 * TTile.Lanes;
            int first = group * s.GroupFilters, behind = first + s.GroupFilters;
            nint step = share / s.Taps / ((s.GroupFilters + tall - 1) / tall) / ((spread + across - 1) / across) + 1;
            for (int k = 0; k < s.Taps; k += Depth)
            {
                int deep = Math.Min(Depth, s.Taps - k);
                T* bias = k + deep == s.Taps ? Bias : null;
                for (nint f = first; f < behind; f += tall)
                {
                    int rows = (int)Math.Min(tall, behind - f);
                    for (int j = 0; j < spread; j += across, ahead += deep * step)
                    {
                        TTile.Multiply(
                            rows, Math.Min(across, spread - j), deep, W + f * s.Taps + k, s.Taps, 1,
                            new ScatteredRows<T>(phases + j, Windows + k, ahead, step), result + f * pitch + j, pitch, k > 0,
                            new Epilogue<T>(bias == null ? null : bias + f, biasPerRow: true));
                    }
                }
            }
        }
    }
}
