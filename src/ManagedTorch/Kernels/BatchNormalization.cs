using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Batch normalization (Ioffe and Szegedy 2015) of contiguous (batch, channel, pixel) tensors; one pixel for BatchNorm1d of
/// (batch, channel). Planes are cut over the threads; what is summed over them is summed in one order.
/// </summary>
internal static unsafe partial class BatchNormalization
{
    private const double WorkPerElement = 4;

    /// <summary>The mean and the mean squared deviation of each channel.</summary>
    public static void Statistics<T>(T* x, int batch, int channels, int pixels, T* mean, T* variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var moments = new Workspace<T>(2 * (nint)batch * channels);
        if (pixels > 1)
        {
            Planes(batch * channels, pixels, Moments(x, batch, channels, pixels, moments.Data));
        }
        else
        {
            new Span<T>(x, batch * channels).CopyTo(new Span<T>(moments.Data, batch * channels));
            new Span<T>(moments.Data + (nint)batch * channels, batch * channels).Clear();
        }

        Combine(moments.Data, batch, channels, pixels, mean, variance);
    }

    /// <summary>Work that writes the sum of each plane and, behind all of them, its squared deviations from its own mean.</summary>
    public static MomentsWork<T> Moments<T>(T* x, int batch, int channels, int pixels, T* moments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new() { X = x, Pixels = pixels, Sums = moments, Squares = moments + (nint)batch * channels };

    /// <summary>The mean and the mean squared deviation of each channel from the <see cref="Moments"/> of its planes.</summary>
    public static void Combine<T>(T* moments, int batch, int channels, int pixels, T* mean, T* variance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* sums = moments, squares = moments + (nint)batch * channels;
        double count = (double)batch * pixels;
        for (nint c = 0; c < channels; c++)
        {
            double sum = 0;
            for (nint n = 0; n < batch; n++)
                sum += double.CreateTruncating(sums[n * channels + c]);
            double average = sum / count, spread = 0;
            for (nint n = 0; n < batch; n++)
            {
                double offset = double.CreateTruncating(sums[n * channels + c]) / pixels - average;
                spread += double.CreateTruncating(squares[n * channels + c]) + pixels * offset * offset;
            }

            mean[c] = T.CreateTruncating(average);
            variance[c] = T.CreateTruncating(spread / count);
        }
    }

    /// <summary>
    /// factor and offset of each channel, so that (x - mean) scale w + bias is x factor + offset; w and bias may be null.
    /// </summary>
    public static void Coefficients<T>(int channels, T* mean, T* scale, T* w, T* bias, T* factor, T* offset)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint c = 0; c < channels; c++)
        {
            factor[c] = w == null ? scale[c] : scale[c] * w[c];
            offset[c] = (bias == null ? T.Zero : bias[c]) - mean[c] * factor[c];
        }
    }

    /// <summary>y = x factor + offset, and where <paramref name="relu"/> no less than 0.</summary>
    public static void Apply<T>(T* x, int batch, int channels, int pixels, T* factor, T* offset, bool relu, T* y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Planes(
            pixels > 1 ? batch * channels : batch, pixels > 1 ? pixels : channels,
            new ApplyWork<T> { X = x, Y = y, Channels = channels, Pixels = pixels, Factor = factor, Offset = offset, Relu = relu });

    /// <summary>y = max(0, x factor + offset)</summary>
    public static void Rectify<T>(T* x, T factor, T offset, T* y, nint count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Elementwise.TernaryScalars<T, RectifiedLine<T>>(x, factor, offset, y, count);

    private struct PlaneChunks<TWork> : IChunks
        where TWork : unmanaged, IPlanes
    {
        public TWork Work;
        public int Planes, Chunks;

        public readonly void Run(int chunk)
        {
            int to = (int)((long)Planes * (chunk + 1) / Chunks);
            for (nint p = (int)((long)Planes * chunk / Chunks); p < to; p++)
                Work.Run(p);
        }
    }

    private static void Planes<TWork>(int planes, int size, TWork work)
        where TWork : unmanaged, IPlanes
    {
        int chunks = Threads.Chunks(planes, WorkPerElement * size);
        Threads.Run(chunks, new PlaneChunks<TWork> { Work = work, Planes = planes, Chunks = chunks });
    }

    public struct MomentsWork<T> : IPlanes
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* X, Sums, Squares;
        public int Pixels;

        public readonly Ahead Reads(nint plane, nint count) => default;

        public readonly void Run(nint plane)
        {
            T* x = X + plane * Pixels;
            T sum = Reductions.Sum(x, Pixels), mean = sum / T.CreateTruncating(Pixels), rest = T.Zero;
            int lanes = Vector<T>.Count;
            Vector<T> s0 = default, s1 = default, m = new(mean);
            nint i = 0;
            for (; i + 2 * lanes <= Pixels; i += 2 * lanes)
            {
                Vector<T> d0 = Vector.Load(x + i) - m, d1 = Vector.Load(x + i + lanes) - m;
                s0 = Simd.MultiplyAdd(d0, d0, s0);
                s1 = Simd.MultiplyAdd(d1, d1, s1);
            }

            for (; i < Pixels; i++)
                rest += (x[i] - mean) * (x[i] - mean);
            Sums[plane] = sum;
            Squares[plane] = Vector.Sum(s0 + s1) + rest;
        }
    }

    private struct ApplyWork<T> : IPlanes
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* X, Y, Factor, Offset;
        public int Channels, Pixels;
        public bool Relu;

        public readonly Ahead Reads(nint plane, nint count) => default;

        public readonly void Run(nint plane)
        {
            if (Pixels == 1)
            {
                T* row = X + plane * Channels, to = Y + plane * Channels;
                if (Relu)
                    Elementwise.Ternary<T, RectifiedLine<T>>(row, Factor, Offset, to, Channels);
                else
                    Elementwise.Ternary<T, Line<T>>(row, Factor, Offset, to, Channels);
                return;
            }

            nint c = plane % Channels;
            if (Relu)
                Rectify(X + plane * Pixels, Factor[c], Offset[c], Y + plane * Pixels, Pixels);
            else
                Elementwise.TernaryScalars<T, Line<T>>(X + plane * Pixels, Factor[c], Offset[c], Y + plane * Pixels, Pixels);
        }
    }

    /// <summary>x y + z, rounded once.</summary>
    private struct Line<T> : ITernary<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> z) => Simd.MultiplyAdd(x, y, z);
    }

    private struct RectifiedLine<T> : ITernary<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Invoke(Vector<T> x, Vector<T> y, Vector<T> z) => Relu<T>.Invoke(Simd.MultiplyAdd(x, y, z));
    }
}
