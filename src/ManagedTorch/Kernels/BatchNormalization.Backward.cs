using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

internal static unsafe partial class BatchNormalization
{
    /// <summary>
    /// The gradients of a pass in training, where mean and scale came from x, or in evaluation, where they were given. Each
    /// result pointer may be null. Where <paramref name="relu"/> went with the pass:
    /// dy counts as 0 where x factor + offset is not above 0. The <paramref name="products"/> are null where nobody has computed
    /// them yet.
    /// </summary>
    public static void Backward<T>(
        T* dy, T* x, int batch, int channels, int pixels, T* mean, T* scale, T* w, bool training, bool relu, T* factor, T* offset,
        T* products, T* dx, T* dw, T* db)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint planes = (nint)batch * channels;
        using var own = new Workspace<T>(2 * planes + 3 * channels);
        T* a = own.Data, b = a + channels, d = b + channels;
        var mask = new Rectified<T> { On = relu, Factor = factor, Offset = offset };
        if (products == null)
        {
            products = d + channels;
            if (pixels > 1)
                Planes(batch * channels, pixels, Products(dy, x, batch, channels, pixels, mean, relu, factor, offset, products));
            else
                for (nint i = 0; i < planes; i++)
                {
                    nint c = i % channels;
                    products[i] = mask.Of(dy[i], x[i], c);
                    products[planes + i] = products[i] * (x[i] - mean[c]);
                }
        }

        T* sums = products;
        products += planes;
        double count = (double)batch * pixels;
        for (nint c = 0; c < channels; c++)
        {
            double sum = 0, product = 0;
            for (nint n = 0; n < batch; n++)
            {
                sum += double.CreateTruncating(sums[n * channels + c]);
                product += double.CreateTruncating(products[n * channels + c]);
            }

            double s = double.CreateTruncating(scale[c]), weight = w == null ? 1 : double.CreateTruncating(w[c]);
            if (dw != null)
                dw[c] = T.CreateTruncating(product * s);
            if (db != null)
                db[c] = T.CreateTruncating(sum);

            // dx = a dy + b x + d
            double k = training ? product * s * s / count : 0;
            a[c] = T.CreateTruncating(s * weight);
            b[c] = T.CreateTruncating(-k * s * weight);
            d[c] = T.CreateTruncating(training ? (double.CreateTruncating(mean[c]) * k - sum / count) * s * weight : 0);
        }

        if (dx != null)
        {
            Planes(
                pixels > 1 ? batch * channels : batch, pixels > 1 ? pixels : channels,
                new GradientWork<T> { Dy = dy, X = x, Dx = dx, Channels = channels, Pixels = pixels, A = a, B = b, D = d, Mask = mask });
        }
    }

    /// <summary>
    /// Work that writes the sum of the gradients of each plane and, behind all of them, the sum of their products with x - mean.
    /// </summary>
    public static ProductsWork<T> Products<T>(
        T* dy, T* x, int batch, int channels, int pixels, T* mean, bool relu, T* factor, T* offset, T* products)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new()
        {
            Dy = dy, X = x, Channels = channels, Pixels = pixels, Mean = mean, Sums = products,
            Products = products + (nint)batch * channels, Mask = new Rectified<T> { On = relu, Factor = factor, Offset = offset },
        };

    public struct ProductsWork<T> : IPlanes
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* Dy, X, Mean, Sums, Products;
        public int Channels, Pixels;
        public Rectified<T> Mask;

        public readonly Ahead Reads(nint plane, nint count) => new(X + plane * Pixels, count * Pixels * sizeof(T));

        public readonly void Run(nint plane)
        {
            T* x = X + plane * Pixels, dy = Dy + plane * Pixels;
            nint c = plane % Channels;
            T mean = Mean[c];
            RectifiedChannel<T> mask = Mask.Channel(c);
            int lanes = Vector<T>.Count;
            Vector<T> s0 = default, s1 = default, p0 = default, p1 = default, m = new(mean);
            nint i = 0;
            for (; i + 2 * lanes <= Pixels; i += 2 * lanes)
            {
                Vector<T> x0 = Vector.Load(x + i), x1 = Vector.Load(x + i + lanes);
                Vector<T> g0 = mask.Of(Vector.Load(dy + i), x0), g1 = mask.Of(Vector.Load(dy + i + lanes), x1);
                s0 += g0;
                s1 += g1;
                p0 = Simd.MultiplyAdd(g0, x0 - m, p0);
                p1 = Simd.MultiplyAdd(g1, x1 - m, p1);
            }

            for (; i < Pixels; i += lanes)
            {
                nint rest = Math.Min(lanes, Pixels - i);
                Vector<T> x0 = Part(x + i, rest), g0 = mask.Of(Part(dy + i, rest), x0);
                s0 += g0;
                p0 = Simd.MultiplyAdd(g0, x0 - m, p0);
            }

            Sums[plane] = Vector.Sum(s0 + s1);
            Products[plane] = Vector.Sum(p0 + p1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<T> Part(T* x, nint count) => count == Vector<T>.Count ? Vector.Load(x) : Simd.LoadPart(x, count);
    }

    private struct GradientWork<T> : IPlanes
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* Dy, X, Dx, A, B, D;
        public int Channels, Pixels;
        public Rectified<T> Mask;

        public readonly Ahead Reads(nint plane, nint count) => default;

        public readonly void Run(nint plane)
        {
            int lanes = Vector<T>.Count;
            nint i = 0;
            if (Pixels == 1)
            {
                nint at = plane * Channels;
                for (; i < Channels; i++)
                    Dx[at + i] = Mask.Of(Dy[at + i], X[at + i], i) * A[i] + (X[at + i] * B[i] + D[i]);
                return;
            }

            nint c = plane % Channels, from = plane * Pixels;
            T* dy = Dy + from, x = X + from, dx = Dx + from;
            Vector<T> a = new(A[c]), b = new(B[c]), d = new(D[c]);
            RectifiedChannel<T> mask = Mask.Channel(c);
            for (; i + lanes <= Pixels; i += lanes)
                Of(Vector.Load(dy + i), Vector.Load(x + i), mask, a, b, d).Store(dx + i);
            if (i < Pixels)
            {
                nint rest = Pixels - i;
                Simd.StorePart(Of(Simd.LoadPart(dy + i, rest), Simd.LoadPart(x + i, rest), mask, a, b, d), dx + i, rest);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector<T> Of(Vector<T> dy, Vector<T> x, RectifiedChannel<T> mask, Vector<T> a, Vector<T> b, Vector<T> d) =>
            Simd.MultiplyAdd(mask.Of(dy, x), a, Simd.MultiplyAdd(x, b, d));
    }

    /// <summary>The gradient in front of a relu that was applied to x factor + offset, or the gradient as it is.</summary>
    public struct Rectified<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public bool On;
        public T* Factor, Offset;

        public readonly T Of(T dy, T x, nint channel) =>
            On && T.MultiplyAddEstimate(x, Factor[channel], Offset[channel]) <= T.Zero ? T.Zero : dy;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly RectifiedChannel<T> Channel(nint channel) =>
            On ? new(true, new(Factor[channel]), new(Offset[channel])) : default;
    }

    public readonly struct RectifiedChannel<T>(bool on, Vector<T> factor, Vector<T> offset)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> Of(Vector<T> dy, Vector<T> x) =>
            on ? Vector.ConditionalSelect(Vector.LessThanOrEqual(Simd.MultiplyAdd(x, factor, offset), Vector<T>.Zero),
                Vector<T>.Zero, dy) : dy;
    }
}
