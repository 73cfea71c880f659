using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Matrix products on plain memory.</summary>
internal static unsafe class Products
{
    /// <summary>result = beta result + alpha a b for matrices of any strides.</summary>
    public static void Multiply(Tensor a, Tensor b, Tensor result, double alpha = 1, double beta = 0)
    {
        int m = (int)a.layout.Sizes[0], k = (int)a.layout.Sizes[1], n = (int)b.layout.Sizes[1];
        switch (result.element)
        {
            case ScalarType.Float32: Gemm.Multiply(m, n, k, (float)alpha, Of<float>(a), Of<float>(b), (float)beta, Of<float>(result)); break;
            case ScalarType.Float64: Gemm.Multiply(m, n, k, alpha, Of<double>(a), Of<double>(b), beta, Of<double>(result)); break;
            default: Integers(a, b, result, (long)beta); break;
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(result);
    }

    /// <summary>The same for each matrix of a batch, the first dimension of all three.</summary>
    public static void MultiplyBatch(Tensor a, Tensor b, Tensor result)
    {
        Shape sa = a.layout, sb = b.layout, sr = result.layout;
        int count = (int)sr.Sizes[0], m = (int)sa.Sizes[1], k = (int)sa.Sizes[2], n = (int)sb.Sizes[2];
        switch (result.element)
        {
            case ScalarType.Float32:
                Gemm.MultiplyBatch(count, m, n, k, 1f, Each<float>(a), (nint)sa.Strides[0], Each<float>(b), (nint)sb.Strides[0],
                    0f, Each<float>(result), (nint)sr.Strides[0]);
                break;
            case ScalarType.Float64:
                Gemm.MultiplyBatch(count, m, n, k, 1d, Each<double>(a), (nint)sa.Strides[0], Each<double>(b),
                    (nint)sb.Strides[0], 0d, Each<double>(result), (nint)sr.Strides[0]);
                break;
            default:
                for (var i = 0; i < count; i++)
                {
                    Tensor left = At(a, i), right = At(b, i), target = At(result, i);
                    Integers(left, right, target, 0);
                    left.Free();
                    right.Free();
                    target.Free();
                }
                break;
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(result);
    }

    /// <summary>The transposed view of a matrix, or of each matrix of a batch; to be freed.</summary>
    public static Tensor Transposed(Tensor x)
    {
        var sizes = (long[])x.layout.Sizes.Clone();
        var strides = (long[])x.layout.Strides.Clone();
        (sizes[^1], sizes[^2]) = (sizes[^2], sizes[^1]);
        (strides[^1], strides[^2]) = (strides[^2], strides[^1]);
        return x.Alias(x.pointer, Shape.Strided(sizes, strides));
    }

    private static Matrix<T> Of<T>(Tensor x) where T : unmanaged =>
        new((T*)x.pointer, (nint)x.layout.Strides[0], (nint)x.layout.Strides[1]);

    private static Matrix<T> Each<T>(Tensor x) where T : unmanaged =>
        new((T*)x.pointer, (nint)x.layout.Strides[1], (nint)x.layout.Strides[2]);

    private static Tensor At(Tensor x, int index) => x.Alias(
        x.pointer + index * x.layout.Strides[0] * Dtype.SizeOf(x.element),
        Shape.Strided(x.layout.Sizes[1..], x.layout.Strides[1..]));

    /// <summary>Products of integers are rare; a plain loop on int64 does.</summary>
    private static void Integers(Tensor a, Tensor b, Tensor result, long beta)
    {
        Tensor left = Copying.AsContiguous(a, ScalarType.Int64), right = Copying.AsContiguous(b, ScalarType.Int64),
            product = Copying.AsContiguous(result, ScalarType.Int64);
        long m = a.layout.Sizes[0], k = a.layout.Sizes[1], n = b.layout.Sizes[1];
        long* x = (long*)left.pointer, y = (long*)right.pointer, z = (long*)product.pointer;
        for (long i = 0; i < m; i++)
            for (long j = 0; j < n; j++)
            {
                var sum = beta == 0 ? 0 : beta * z[i * n + j];
                for (long p = 0; p < k; p++) sum += x[i * k + p] * y[p * n + j];
                z[i * n + j] = sum;
            }
        Copying.Done(left, a);
        Copying.Done(right, b);
        if (ReferenceEquals(product, result)) return;
        Copying.Copy(product, result);
        product.Free();
    }
}
