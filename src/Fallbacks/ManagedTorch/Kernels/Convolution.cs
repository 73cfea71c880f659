using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// Two-dimensional convolution of contiguous (batch, channel, row, column) images as a matrix product of the filters with the
/// columns of patches (im2col), image by image, so that one image's columns stay in the cache. Images are cut over the threads;
/// the gradient of the weights is summed in a fixed number of parts, so it does not depend on them.
/// </summary>
internal static unsafe partial class Convolution
{
    private const int PhaseSlot = 2;
    private const int ColumnSlot = 3;
    private const int WeightParts = 8;

    /// <summary>The gradient for x.</summary>
    public static void BackwardInput<T>(in ConvolutionShape shape, T* dy, T* w, T* dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (shape.Reversed() is not { } reversed)
        {
            Run(new InputWork<T> { Shape = shape, Dy = dy, W = w, Dx = dx });
            return;
        }

        // The other way round: each filter becomes a channel and each tap its mirror image.
        using var mirrored = new Workspace<T>((nint)shape.Filters * shape.Taps);
        int area = shape.KernelHeight * shape.KernelWidth;
        T* from = w;
        for (nint f = 0; f < shape.Filters; f++)
        {
            nint group = f / shape.GroupFilters, inGroup = f % shape.GroupFilters;
            for (nint c = 0; c < shape.GroupChannels; c++, from += area)
            {
                T* to = mirrored.Data + ((group * shape.GroupChannels + c) * shape.GroupFilters + inGroup) * area;
                for (nint i = 0; i < area; i++)
                    to[i] = from[area - 1 - i];
            }
        }

        Forward(reversed, dy, mirrored.Data, null, dx);
    }

    /// <summary>The gradient for the weights.</summary>
    public static void BackwardWeight<T>(in ConvolutionShape shape, T* x, T* dy, T* dw)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int parts = Math.Max(1, Math.Min(WeightParts, shape.Batch));
        nint size = (nint)shape.Filters * shape.Taps;
        var partial = new Workspace<T>(parts * size);
        try
        {
            var work = new WeightWork<T> { Shape = shape, X = x, Dy = dy, Partial = partial.Data, Parts = parts };
            if (Threads.Chunks(shape.Batch, MultiplyAdds(shape)) > 1)
                Threads.Run(parts, work);
            else
                for (int i = 0; i < parts; i++)
                    work.Run(i);

            // The parts hold the transposes, group by group.
            for (int g = 0; g < shape.Groups; g++)
            {
                nint group = (nint)g * shape.GroupFilters * shape.Taps;
                for (nint f = 0; f < shape.GroupFilters; f++)
                {
                    for (nint k = 0; k < shape.Taps; k++)
                    {
                        T sum = T.Zero;
                        for (nint part = 0; part < parts; part++)
                            sum += partial.Data[part * size + group + k * shape.GroupFilters + f];
                        dw[group + f * shape.Taps + k] = sum;
                    }
                }
            }
        }
        finally
        {
            partial.Dispose();
        }
    }

    /// <summary>The gradient for the bias: the sum of each channel over batch and pixels.</summary>
    public static void ChannelSums<T>(T* dy, int batch, int channels, int pixels, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(sums, channels).Clear();
        for (nint n = 0; n < batch; n++)
        {
            for (nint c = 0; c < channels; c++)
                sums[c] += Reductions.Sum(dy + (n * channels + c) * pixels, pixels);
        }
    }

    private static double MultiplyAdds(in ConvolutionShape s) => (double)s.Filters * s.Taps * s.Pixels;

    private interface IImages : IChunks
    {
        ConvolutionShape Shape { get; }

        int Chunks { set; }
    }

    private static void Run<TWork>(TWork work)
        where TWork : unmanaged, IImages
    {
        ConvolutionShape s = work.Shape;
        int chunks = Threads.Chunks(s.Batch, MultiplyAdds(s));
        work.Chunks = chunks;
        Threads.Run(chunks, work);
    }

    private struct InputWork<T> : IImages
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* Dy, W, Dx;

        public ConvolutionShape Shape { get; set; }

        public int Chunks { get; set; }

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            int to = (int)((long)s.Batch * (chunk + 1) / Chunks);
            for (nint n = (int)((long)s.Batch * chunk / Chunks); n < to; n++)
            {
                T* image = Dx + n * s.Channels * s.Height * s.Width;
                T* columns = s.IsPointwise ? image : Patches.ColumnBuffer<T>(s, ColumnSlot);
                for (nint g = 0; g < s.Groups; g++)
                {
                    nint filter = g * s.GroupFilters;
                    Gemm.Multiply(
                        s.Taps, s.Pixels, s.GroupFilters, T.One, new Matrix<T>(W + filter * s.Taps, 1, s.Taps),
                        new(Dy + (n * s.Filters + filter) * s.Pixels, s.Pixels, 1), T.Zero,
                        new(columns + g * s.Taps * s.Pixels, s.Pixels, 1));
                }

                if (!s.IsPointwise)
                    Patches.Scatter(s, columns, Patches.PhaseBuffer<T>(s, PhaseSlot), image);
            }
        }
    }

    private struct WeightWork<T> : IChunks
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public T* X, Dy, Partial;
        public int Parts;

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            int weights = s.Filters * s.Taps;
            T* sum = Partial + (nint)chunk * weights;
            new Span<T>(sum, weights).Clear();
            int to = (int)((long)s.Batch * (chunk + 1) / Parts);
            for (nint n = (int)((long)s.Batch * chunk / Parts); n < to; n++)
            {
                nint size = (nint)s.Channels * s.Height * s.Width;
                Fetching.Sweep(X + n * size, size);
                T* columns = Columns(s, X + n * size);
                Fetching.Sweep(Dy + n * s.Filters * s.Pixels, (nint)s.Filters * s.Pixels);
                for (nint g = 0; g < s.Groups; g++)
                {
                    // Transposed, because the filters' gradient is the smaller one to pack.
                    nint filter = g * s.GroupFilters;
                    Gemm.Multiply(
                        s.Taps, s.GroupFilters, s.Pixels, T.One, new Matrix<T>(columns + g * s.Taps * s.Pixels, s.Pixels, 1),
                        new(Dy + (n * s.Filters + filter) * s.Pixels, 1, s.Pixels), T.One,
                        new(sum + filter * s.Taps, s.GroupFilters, 1));
                }
            }
        }
    }

    private static T* Columns<T>(in ConvolutionShape s, T* image)
        where T : unmanaged
    {
        if (s.IsPointwise)
            return image;
        T* phases = Patches.PhaseBuffer<T>(s, PhaseSlot);
        Patches.Split(s, image, phases);
        if (s.PhasesAreColumns)
            return phases;
        T* columns = Patches.ColumnBuffer<T>(s, ColumnSlot);
        Patches.Gather(s, phases, columns);
        return columns;
    }
}
