using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

internal static unsafe partial class Gemm
{
    /// <summary>
    /// One row of the result; c.Column may be any stride (the one column of a tall result comes here transposed).
    /// </summary>
    private static void VectorMatrix<T>(
        int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        nint j = 0;
        if (b.Column == 1)
        {
            for (; j + 4 * lanes <= n; j += 4 * lanes)
            {
                Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
                T* x = a.Data, w = b.Data + j;
                for (nint i = 0; i < k; i++, x += a.Column, w += b.Row)
                {
                    var v = new Vector<T>(*x);
                    s0 = Simd.MultiplyAdd(v, Vector.Load(w), s0);
                    s1 = Simd.MultiplyAdd(v, Vector.Load(w + lanes), s1);
                    s2 = Simd.MultiplyAdd(v, Vector.Load(w + 2 * lanes), s2);
                    s3 = Simd.MultiplyAdd(v, Vector.Load(w + 3 * lanes), s3);
                }

                Put(s0, j);
                Put(s1, j + lanes);
                Put(s2, j + 2 * lanes);
                Put(s3, j + 3 * lanes);
            }

            for (; j + lanes <= n; j += lanes)
            {
                Vector<T> s = default;
                T* x = a.Data, w = b.Data + j;
                for (nint i = 0; i < k; i++, x += a.Column, w += b.Row)
                    s = Simd.MultiplyAdd(new Vector<T>(*x), Vector.Load(w), s);
                Put(s, j);
            }
        }
        else if (typeof(T) == typeof(float) && b.Row == 1 && a.Column == 1 && c.Column == 1 && !epilogue.BiasPerRow)
        {
            Dots(
                n, k, (float)(object)alpha, (float*)a.Data, (float*)b.Data, b.Column, (float)(object)beta, (float*)c.Data,
                As(epilogue));
            return;
        }
        else if (b.Row == 1 && a.Column == 1 && k >= lanes)
        {
            for (; j + 4 <= n; j += 4)
            {
                Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
                T* w0 = b.Data + j * b.Column, w1 = w0 + b.Column, w2 = w1 + b.Column, w3 = w2 + b.Column;
                nint i = 0;
                for (; i + lanes <= k; i += lanes)
                {
                    Vector<T> x = Vector.Load(a.Data + i);
                    s0 = Simd.MultiplyAdd(x, Vector.Load(w0 + i), s0);
                    s1 = Simd.MultiplyAdd(x, Vector.Load(w1 + i), s1);
                    s2 = Simd.MultiplyAdd(x, Vector.Load(w2 + i), s2);
                    s3 = Simd.MultiplyAdd(x, Vector.Load(w3 + i), s3);
                }

                T r0 = Vector.Sum(s0), r1 = Vector.Sum(s1), r2 = Vector.Sum(s2), r3 = Vector.Sum(s3);
                for (; i < k; i++)
                {
                    T x = a.Data[i];
                    r0 = T.MultiplyAddEstimate(x, w0[i], r0);
                    r1 = T.MultiplyAddEstimate(x, w1[i], r1);
                    r2 = T.MultiplyAddEstimate(x, w2[i], r2);
                    r3 = T.MultiplyAddEstimate(x, w3[i], r3);
                }

                Put1(r0, j);
                Put1(r1, j + 1);
                Put1(r2, j + 2);
                Put1(r3, j + 3);
            }
        }

        for (; j < n; j++)
        {
            T* x = a.Data, w = b.Data + j * b.Column;
            nint i = 0;
            T s = T.Zero;
            if (b.Row == 1 && a.Column == 1 && k >= lanes)
            {
                Vector<T> sums = default;
                for (; i + lanes <= k; i += lanes)
                    sums = Simd.MultiplyAdd(Vector.Load(x + i), Vector.Load(w + i), sums);
                s = Vector.Sum(sums);
            }

            for (; i < k; i++)
                s = T.MultiplyAddEstimate(x[i * a.Column], w[i * b.Row], s);
            Put1(s, j);
        }

        void Put(Vector<T> sum, nint column)
        {
            if (c.Column != 1)
            {
                for (int i = 0; i < lanes; i++)
                    Put1(sum[i], column + i);
                return;
            }

            T* to = c.Data + column;
            sum *= new Vector<T>(alpha);
            if (beta != T.Zero)
                sum = Simd.MultiplyAdd(Vector.Load(to), new Vector<T>(beta), sum);
            if (epilogue.Bias != null)
                sum += epilogue.BiasPerRow ? new Vector<T>(*epilogue.Bias) : Vector.Load(epilogue.Bias + column);
            if (epilogue.Relu)
                sum = Vector.ConditionalSelect(Vector.LessThan(sum, Vector<T>.Zero), Vector<T>.Zero, sum);
            sum.Store(to);
        }

        void Put1(T sum, nint column) => Put1Element(sum * alpha, c.Data + column * c.Column, beta, epilogue, 0, column);
    }

    /// <summary>The products of x with n contiguous runs of w, which begin <paramref name="step"/> apart: a row times a transposed matrix.</summary>
    public static void Dots(
        nint n, nint k, float alpha, float* x, float* w, nint step, float beta, float* c, Epilogue<float> epilogue)
    {
        nint j = 0;
        for (; j + 4 <= n; j += 4)
        {
            float* w0 = w + j * step, w1 = w0 + step, w2 = w1 + step, w3 = w2 + step;
            nint i = 0;
            Vector128<float> t0 = default, t1 = default, t2 = default, t3 = default;
            if (k >= 8)
            {
                Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
                for (; i + 8 <= k; i += 8)
                {
                    Vector256<float> v = Vector256.Load(x + i);
                    s0 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w0 + i), s0);
                    s1 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w1 + i), s1);
                    s2 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w2 + i), s2);
                    s3 = Vector256.MultiplyAddEstimate(v, Vector256.Load(w3 + i), s3);
                }

                (t0, t1) = (s0.GetLower() + s0.GetUpper(), s1.GetLower() + s1.GetUpper());
                (t2, t3) = (s2.GetLower() + s2.GetUpper(), s3.GetLower() + s3.GetUpper());
            }

            if (i + 4 <= k)
            {
                Vector128<float> v = Vector128.Load(x + i);
                t0 = Vector128.MultiplyAddEstimate(v, Vector128.Load(w0 + i), t0);
                t1 = Vector128.MultiplyAddEstimate(v, Vector128.Load(w1 + i), t1);
                t2 = Vector128.MultiplyAddEstimate(v, Vector128.Load(w2 + i), t2);
                t3 = Vector128.MultiplyAddEstimate(v, Vector128.Load(w3 + i), t3);
                i += 4;
            }

            Vector128<float> sum = Simd.Sums(t0, t1, t2, t3);
            for (; i < k; i++)
            {
                var column = Vector128.Create(w0[i], w1[i], w2[i], w3[i]);
                sum = Vector128.MultiplyAddEstimate(Vector128.Create(x[i]), column, sum);
            }

            sum *= alpha;
            if (beta != 0)
                sum = Vector128.MultiplyAddEstimate(Vector128.Load(c + j), Vector128.Create(beta), sum);
            if (epilogue.Bias != null)
                sum += Vector128.Load(epilogue.Bias + j);
            if (epilogue.Relu)
                sum = Vector128.ConditionalSelect(Vector128.LessThan(sum, Vector128<float>.Zero), Vector128<float>.Zero, sum);
            sum.Store(c + j);
        }

        // Two at a time, as each alone waits for itself: the actions of many a world are two.
        if (j + 2 <= n)
        {
            float* w0 = w + j * step, w1 = w0 + step;
            Vector<float> s0 = default, s1 = default;
            nint i = 0;
            for (; i + Vector<float>.Count <= k; i += Vector<float>.Count)
            {
                Vector<float> v = Vector.Load(x + i);
                s0 = Simd.MultiplyAdd(v, Vector.Load(w0 + i), s0);
                s1 = Simd.MultiplyAdd(v, Vector.Load(w1 + i), s1);
            }

            float r0 = Vector.Sum(s0), r1 = Vector.Sum(s1);
            for (; i < k; i++)
            {
                r0 = float.MultiplyAddEstimate(x[i], w0[i], r0);
                r1 = float.MultiplyAddEstimate(x[i], w1[i], r1);
            }

            Put1Element(r0 * alpha, c + j, beta, epilogue, 0, j);
            Put1Element(r1 * alpha, c + j + 1, beta, epilogue, 0, j + 1);
            j += 2;
        }

        if (j < n)
        {
            float* last = w + j * step;
            Vector<float> sums = default;
            nint i = 0;
            for (; i + Vector<float>.Count <= k; i += Vector<float>.Count)
                sums = Simd.MultiplyAdd(Vector.Load(x + i), Vector.Load(last + i), sums);
            float sum = Vector.Sum(sums);
            for (; i < k; i++)
                sum = float.MultiplyAddEstimate(x[i], last[i], sum);
            Put1Element(sum * alpha, c + j, beta, epilogue, 0, j);
        }
    }

    /// <summary>Three plain loops, for products that are over before a panel would be packed; in vectors along rows that lie in one piece.</summary>
    private static void Loops<T>(
        int m, int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        bool inRows = b.Column == 1 && c.Column == 1;
        for (nint i = 0; i < m; i++)
        {
            nint j = 0;
            for (; inRows && j + lanes <= n; j += lanes)
            {
                Vector<T> s = default;
                T* x = a.Data + i * a.Row, w = b.Data + j, to = c.Data + i * c.Row + j;
                for (nint p = 0; p < k; p++, x += a.Column, w += b.Row)
                    s = Simd.MultiplyAdd(new Vector<T>(*x), Vector.Load(w), s);
                s *= new Vector<T>(alpha);
                if (beta != T.Zero)
                    s = Simd.MultiplyAdd(Vector.Load(to), new Vector<T>(beta), s);
                if (epilogue.Bias != null)
                    s += epilogue.BiasPerRow ? new Vector<T>(epilogue.Bias[i]) : Vector.Load(epilogue.Bias + j);
                if (epilogue.Relu)
                    s = Relu<T>.Invoke(s);
                s.Store(to);
            }

            for (; j < n; j++)
            {
                T s = T.Zero;
                T* x = a.Data + i * a.Row, w = b.Data + j * b.Column;
                for (nint p = 0; p < k; p++, x += a.Column, w += b.Row)
                    s = T.MultiplyAddEstimate(*x, *w, s);
                Put1Element(s * alpha, c.Data + i * c.Row + j * c.Column, beta, epilogue, i, j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put1Element<T>(T value, T* to, T beta, Epilogue<T> epilogue, nint row, nint column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (beta != T.Zero)
            value = T.MultiplyAddEstimate(*to, beta, value);
        if (epilogue.Bias != null)
            value += epilogue.Bias[epilogue.BiasPerRow ? row : column];
        if (epilogue.Relu && value < T.Zero)
            value = T.Zero;
        *to = value;
    }
}
