using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

internal static unsafe partial class Convolution
{
    /// <summary>Taps that are summed up before the next filters' turn, so that their weights stay in the first-level cache.</summary>
    private const int Depth = 256;

    /// <summary>Pixels below which most of a vector of windows would be idle.</summary>
    private const int Narrow = 8;

    /// <summary>y = x * w + bias; then <paramref name="planes"/> on each plane of y. The bias may be null.</summary>
    public static void Forward<T, TPlanes>(in ConvolutionShape shape, Images<T> x, T* w, T* bias, T* y, TPlanes planes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPlanes : unmanaged, IPlanes
    {
        if (shape.IsPointwise || shape.Pixels < Narrow)
            Run(new ColumnsWork<T, TPlanes> { Shape = shape, X = x, W = w, Bias = bias, Y = y, Planes = planes });
        else if (typeof(T) == typeof(float) && Avx512F.IsSupported)
            ForwardByWindows<float, Avx512Tile, TPlanes>(
                shape, Unsafe.BitCast<Images<T>, Images<float>>(x), (float*)w, (float*)bias, (float*)y, planes);
        else
            ForwardByWindows<T, PortableTile<T>, TPlanes>(shape, x, w, bias, y, planes);
    }

    private static void ForwardByWindows<T, TTile, TPlanes>(
        in ConvolutionShape shape, Images<T> x, T* w, T* bias, T* y, TPlanes planes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
        where TPlanes : unmanaged, IPlanes
    {
        using var windows = new Workspace<nint>(shape.Taps);
        Patches.Windows(shape, windows.Data);
        Run(new WindowsWork<T, TTile, TPlanes>
        {
            Shape = shape, X = x, W = w, Bias = bias, Y = y, Windows = windows.Data, Planes = planes,
        });
    }

    /// <summary>The filters times the columns of patches.</summary>
    private struct ColumnsWork<T, TPlanes> : IImages
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPlanes : unmanaged, IPlanes
    {
        public Images<T> X;
        public T* W, Bias, Y;
        public TPlanes Planes;

        public ConvolutionShape Shape { get; set; }

        public int Chunks { get; set; }

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            int to = (int)((long)s.Batch * (chunk + 1) / Chunks);
            for (nint n = (int)((long)s.Batch * chunk / Chunks); n < to; n++)
            {
                T* columns = Columns(s, X, n), result = Y + n * s.ResultSize;
                for (nint g = 0; g < s.Groups; g++)
                {
                    nint filter = g * s.GroupFilters;
                    Gemm.Multiply(
                        s.GroupFilters, s.Pixels, s.Taps, T.One, new Matrix<T>(W + filter * s.Taps, s.Taps, 1),
                        new(columns + g * s.Taps * s.Pixels, s.Pixels, 1), T.Zero, new(result + filter * s.Pixels, s.Pixels, 1),
                        new Epilogue<T>(Bias == null ? null : Bias + filter, biasPerRow: true));
                }

                Finish(Planes, n, s.Filters);
            }
        }
    }

    /// <summary>
    /// The filters times the windows of the phases where they are, without the copy of each pixel for each tap that columns are. A
    /// row of the result is then as wide as a row of a phase, and what is too much is left out at the end.
    /// </summary>
    private struct WindowsWork<T, TTile, TPlanes> : IImages
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
        where TPlanes : unmanaged, IPlanes
    {
        public Images<T> X;
        public T* W, Bias, Y;
        public TPlanes Planes;
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
            nint tiles = (nint)s.Groups * ((s.GroupFilters + TTile.Rows - 1) / TTile.Rows)
                * ((spread + 2 * TTile.Lanes - 1) / (2 * TTile.Lanes));
            int from = (int)((long)s.Batch * chunk / Chunks);
            X.Sweep(s, from, to);
            for (nint n = from; n < to; n++)
            {
                T* result = Y + n * s.ResultSize;
                var fetch = new Fetch(X.Ahead(s, n + 1, to, result, s.ResultSize), tiles * s.Taps);
                Patches.Split(s, X, n, phases);
                for (int g = 0; g < s.Groups; g++)
                    Multiply(s, g, phases + (nint)g * s.GroupChannels * s.PhaseSize, spread, gaps ? wide : result, pitch, ref fetch);
                if (gaps)
                    Patches.CloseRows(s, wide, pitch, result);
                Finish(Planes, n, s.Filters);
            }
        }

        /// <summary>One group of one image.</summary>
        private readonly void Multiply(
            in ConvolutionShape s, int group, T* phases, int spread, T* result, nint pitch, ref Fetch fetch)
        {
            int tall = TTile.Rows, across = 2 * TTile.Lanes, panels = (spread + across - 1) / across;
            int first = group * s.GroupFilters, behind = first + s.GroupFilters;
            for (int k = 0; k < s.Taps; k += Depth)
            {
                int deep = Math.Min(Depth, s.Taps - k);
                T* bias = k + deep == s.Taps ? Bias : null;
                for (nint f = first; f < behind; f += tall)
                {
                    int rows = (int)Math.Min(tall, behind - f);
                    TTile.Multiply(
                        rows, spread, deep, W + f * s.Taps + k, s.Taps, 1,
                        new ScatteredRows<T>(phases, Windows + k, across, fetch.Take(deep * panels)), result + f * pitch, pitch, k > 0,
                        new Epilogue<T>(bias == null ? null : bias + f, biasPerRow: true));
                }
            }
        }
    }
}
