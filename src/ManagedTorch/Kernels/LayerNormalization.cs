using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>Layer normalization (Ba, Kiros and Hinton 2016) of contiguous rows.</summary>
internal static unsafe class LayerNormalization
{
    /// <summary>
    /// y = (x - mean) scale w + bias, where mean and scale = 1 / sqrt(variance + epsilon) are a row's own and are kept for the
    /// gradient; w and bias, a row long, may be null.
    /// </summary>
    public static void Forward<T>(T* x, int rows, int columns, double epsilon, T* w, T* bias, T* y, T* mean, T* scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r < rows; r++, x += columns, y += columns)
        {
            T average = Reductions.Sum(x, columns) / T.CreateTruncating(columns);
            Elementwise.BinaryScalar<T, Subtract<T>>(x, average, y, columns);
            T variance = Reductions.Dot(y, y, columns) / T.CreateTruncating(columns);
            T factor = T.One / T.Sqrt(variance + T.CreateTruncating(epsilon));
            Elementwise.BinaryScalar<T, Multiply<T>>(y, factor, y, columns);
            if (w != null)
                Elementwise.Binary<T, Multiply<T>>(y, w, y, columns);
            if (bias != null)
                Elementwise.Binary<T, Add<T>>(y, bias, y, columns);
            mean[r] = average;
            scale[r] = factor;
        }
    }

    /// <summary>The gradients for x, w and bias; dw and db may be null.</summary>
    public static void Backward<T>(T* dy, T* x, int rows, int columns, T* w, T* mean, T* scale, T* dx, T* dw, T* db)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (dw != null)
            new Span<T>(dw, columns).Clear();
        if (db != null)
            new Span<T>(db, columns).Clear();
        using var block = new Workspace<T>(2 * (nint)columns);
        T* normal = block.Data, g = normal + columns;
        for (int r = 0; r < rows; r++, dy += columns, x += columns, dx += columns)
        {
            Elementwise.BinaryScalar<T, Subtract<T>>(x, mean[r], normal, columns);
            Elementwise.BinaryScalar<T, Multiply<T>>(normal, scale[r], normal, columns);
            if (dw != null)
                Elementwise.Ternary<T, AddProduct<T>>(dw, dy, normal, dw, columns);
            if (db != null)
                Elementwise.Binary<T, Add<T>>(db, dy, db, columns);
            T* slope = dy;
            if (w != null)
            {
                Elementwise.Binary<T, Multiply<T>>(dy, w, g, columns);
                slope = g;
            }

            // dx = scale (g - mean(g) - normal mean(g normal))
            T length = T.CreateTruncating(columns);
            T first = Reductions.Sum(slope, columns) / length, second = Reductions.Dot(slope, normal, columns) / length;
            for (nint i = 0; i < columns; i++)
                dx[i] = scale[r] * (slope[i] - first - normal[i] * second);
        }
    }
}
