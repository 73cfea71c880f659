using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// Two-dimensional convolution of contiguous (batch, channel, row, column) images as matrix products, image by image, so that one
/// image stays in the cache: of the filters with the windows of the image where they are; on the way back, and where there are no
/// windows to speak of, with columns of patches (im2col). Images are cut over the threads; the gradient of the weights is summed
/// in a fixed number of parts, so it does not depend on them.
/// </summary>
internal static unsafe partial class Convolution
{
    private const int PhaseSlot = 2;
    private const int ColumnSlot = 3;
    private const int WeightParts = 8;

    /// <summary>The gradient for x; then <paramref name="planes"/> on each plane of it.</summary>
    public static void BackwardInput<T, TPlanes>(in ConvolutionShape shape, T* dy, T* w, T* dx, TPlanes planes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPlanes : unmanaged, IPlanes
    {
        if (shape.Reversed() is not { } reversed)
        {
            Run(new InputWork<T, TPlanes> { Shape = shape, Dy = dy, W = w, Dx = dx, Planes = planes });
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

        Forward(reversed, new Images<T>(dy), mirrored.Data, null, dx, planes);
    }

    /// <summary>The gradients for the weights and for the bias; either may be null.</summary>
    public static void BackwardWeight<T>(in ConvolutionShape shape, Images<T> x, T* dy, T* dw, T* db)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int parts = Math.Max(1, Math.Min(WeightParts, shape.Batch));
        nint weights = dw == null ? 0 : (nint)shape.Filters * shape.Taps, size = weights + shape.Filters;
        using var partial = new Workspace<T>(parts * size);
        var work = new WeightWork<T> { Shape = shape, X = x, Dy = dy, Partial = partial.Data, Weights = weights, Parts = parts };
        if (Threads.Chunks(shape.Batch, MultiplyAdds(shape)) > 1)
            Threads.Run(parts, work);
        else
            for (int i = 0; i < parts; i++)
                work.Run(i);

        for (nint f = 0; db != null && f < shape.Filters; f++)
            db[f] = Total(partial.Data + weights + f);

        // The parts hold the transposes, group by group.
        for (nint f = 0; dw != null && f < shape.Filters; f++)
        {
            nint group = f / shape.GroupFilters, inGroup = f % shape.GroupFilters;
            T* first = partial.Data + group * shape.GroupFilters * shape.Taps + inGroup;
            for (nint k = 0; k < shape.Taps; k++)
                *dw++ = Total(first + k * shape.GroupFilters);
        }

        T Total(T* element)
        {
            T sum = T.Zero;
            for (int part = 0; part < parts; part++, element += size)
                sum += *element;
            return sum;
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

    private struct InputWork<T, TPlanes> : IImages
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPlanes : unmanaged, IPlanes
    {
        public T* Dy, W, Dx;
        public TPlanes Planes;

        public ConvolutionShape Shape { get; set; }

        public int Chunks { get; set; }

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            int to = (int)((long)s.Batch * (chunk + 1) / Chunks);
            for (nint n = (int)((long)s.Batch * chunk / Chunks); n < to; n++)
            {
                T* image = Dx + n * s.ImageSize;
                T* columns = s.IsPointwise ? image : Patches.ColumnBuffer<T>(s, ColumnSlot);
                for (nint g = 0; g < s.Groups; g++)
                {
                    nint filter = g * s.GroupFilters;
                    Gemm.Multiply(
                        s.Taps, s.Pixels, s.GroupFilters, T.One, new Matrix<T>(W + filter * s.Taps, 1, s.Taps),
                        new(Dy + (n * s.Filters + filter) * s.Pixels, s.Pixels, 1), T.Zero,
                        new(columns + g * s.Taps * s.Pixels, s.Pixels, 1), default,
                        g == 0 ? Planes.Reads(n * s.Channels, s.Channels) : default);
                }

                if (!s.IsPointwise)
                    Patches.Scatter(s, columns, Patches.PhaseBuffer<T>(s, PhaseSlot), image);
                Finish(Planes, n, s.Channels);
            }
        }
    }

    private struct WeightWork<T> : IChunks
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public ConvolutionShape Shape;
        public Images<T> X;
        public T* Dy, Partial;
        public nint Weights;
        public int Parts;

        public readonly void Run(int chunk)
        {
            ConvolutionShape s = Shape;
            nint size = Weights + s.Filters;
            T* sum = Partial + chunk * size, bias = sum + Weights;
            new Span<T>(sum, (int)size).Clear();
            int from = (int)((long)s.Batch * chunk / Parts), to = (int)((long)s.Batch * (chunk + 1) / Parts);
            X.Sweep(s, from, to);
            for (nint n = from; n < to; n++)
            {
                T* dy = Dy + n * s.ResultSize;
                for (nint f = 0; f < s.Filters; f++)
                    bias[f] += Reductions.Sum(dy + f * s.Pixels, s.Pixels);
                if (Weights == 0)
                    continue;
                T* columns = Columns(s, X, n);
                for (nint g = 0; g < s.Groups; g++)
                {
                    // Transposed, because the filters' gradient is the smaller one to pack.
                    nint filter = g * s.GroupFilters;
                    Gemm.Multiply(
                        s.Taps, s.GroupFilters, s.Pixels, T.One, new Matrix<T>(columns + g * s.Taps * s.Pixels, s.Pixels, 1),
                        new(dy + filter * s.Pixels, 1, s.Pixels), T.One, new(sum + filter * s.Taps, s.GroupFilters, 1),
                        default, g == 0 && n + 1 < to ? X.Ahead(s, n + 1, to, dy + s.ResultSize, s.ResultSize) : default);
                }
            }
        }
    }

    private static void Finish<TPlanes>(TPlanes planes, nint image, int count)
        where TPlanes : unmanaged, IPlanes
    {
        for (nint i = 0; i < count; i++)
            planes.Run(image * count + i);
    }

    private static T* Columns<T>(in ConvolutionShape s, Images<T> images, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (s.IsPointwise)
            return images.Read(s, n);
        T* phases = Patches.PhaseBuffer<T>(s, PhaseSlot);
        Patches.Split(s, images, n, phases);
        if (s.PhasesAreColumns)
            return phases;
        T* columns = Patches.ColumnBuffer<T>(s, ColumnSlot);
        Patches.Gather(s, phases, columns);
        return columns;
    }
}
