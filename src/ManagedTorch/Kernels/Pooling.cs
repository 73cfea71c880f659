using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>One dimension of a pooling window over an image side.</summary>
internal readonly record struct PoolingWindow(int Size, int Kernel, int Stride, int Padding, int Dilation = 1,
    bool Ceiling = false)
{
    /// <summary>Windows that fit; a ceiling adds a last partial one unless it would begin in the right padding.</summary>
    public int Count
    {
        get
        {
            int room = Size + 2 * Padding - Dilation * (Kernel - 1) - 1;
            if (Ceiling) room += Stride - 1;
            if (room < 0) return 0;
            int count = room / Stride + 1;
            return Ceiling && (count - 1) * Stride >= Size + Padding ? count - 1 : count;
        }
    }

    /// <summary>Where window <paramref name="i"/> begins, padding included: may be negative.</summary>
    public int Start(int i) => i * Stride - Padding;
}

/// <summary>
/// Largest and mean elements of windows over contiguous planes (batch x channels of them), and their gradients.
/// </summary>
internal static unsafe class Pooling
{
    /// <summary>
    /// The largest element of each window and its place in the plane; nan is larger than everything, and a window of nothing has negative infinity
    /// at the place -1.
    /// </summary>
    public static void MaxForward<T>(T* x, int planes, in PoolingWindow rows, in PoolingWindow columns, T* y, long* places)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int height = rows.Count, width = columns.Count;
        for (int p = 0; p < planes; p++, x += (nint)rows.Size * columns.Size)
        {
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    int top = FirstInside(rows.Start(i), rows.Dilation), left = FirstInside(columns.Start(j), columns.Dilation);
                    int bottom = Math.Min(rows.Start(i) + (rows.Kernel - 1) * rows.Dilation + 1, rows.Size);
                    int right = Math.Min(columns.Start(j) + (columns.Kernel - 1) * columns.Dilation + 1, columns.Size);
                    if (top >= bottom || left >= right)
                    {
                        // Dilated, a window can step over all that there is.
                        *y++ = T.CreateTruncating(double.NegativeInfinity);
                        *places++ = -1;
                        continue;
                    }

                    long place = (long)top * columns.Size + left;
                    T best = x[place];
                    for (int r = top; r < bottom; r += rows.Dilation)
                    {
                        for (int c = left; c < right; c += columns.Dilation)
                        {
                            T v = x[(nint)r * columns.Size + c];
                            if (v > best || T.IsNaN(v))
                            {
                                best = v;
                                place = (long)r * columns.Size + c;
                            }
                        }
                    }

                    *y++ = best;
                    *places++ = place;
                }
            }
        }
    }

    /// <summary>Adds each window's gradient to the element that was its largest; the rest is zero.</summary>
    public static void MaxBackward<T>(T* dy, long* places, int planes, int windows, int size, T* dx)
        where T : unmanaged, INumber<T>
    {
        for (int p = 0; p < planes; p++, dy += windows, places += windows, dx += size)
        {
            new Span<T>(dx, size).Clear();
            for (nint i = 0; i < windows; i++)
            {
                if (places[i] >= 0)
                    dx[places[i]] += dy[i];
            }
        }
    }

    /// <summary>
    /// The mean of each window. What it is divided by: <paramref name="divisor"/> where that is not 0; else its elements, those
    /// of the padding only where <paramref name="countPadding"/>.
    /// </summary>
    public static void MeanForward<T>(
        T* x, int planes, in PoolingWindow rows, in PoolingWindow columns, bool countPadding, long divisor, T* y)
        where T : unmanaged, INumber<T>
    {
        int height = rows.Count, width = columns.Count;
        for (int p = 0; p < planes; p++, x += (nint)rows.Size * columns.Size)
        {
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    (int top, int bottom, int left, int right, T by) = Area<T>(rows, columns, i, j, countPadding, divisor);
                    *y++ = SumOf(x, columns.Size, top, bottom, left, right) / by;
                }
            }
        }
    }

    /// <summary>Spreads each window's gradient evenly over its elements.</summary>
    public static void MeanBackward<T>(
        T* dy, int planes, in PoolingWindow rows, in PoolingWindow columns, bool countPadding, long divisor, T* dx)
        where T : unmanaged, INumber<T>
    {
        int height = rows.Count, width = columns.Count;
        new Span<T>(dx, planes * rows.Size * columns.Size).Clear();
        for (int p = 0; p < planes; p++, dx += (nint)rows.Size * columns.Size)
        {
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    (int top, int bottom, int left, int right, T by) = Area<T>(rows, columns, i, j, countPadding, divisor);
                    Spread(dx, columns.Size, top, bottom, left, right, *dy++ / by);
                }
            }
        }
    }

    /// <summary>Means of areas that share a plane as evenly as whole numbers can.</summary>
    public static void AdaptiveMeanForward<T>(T* x, int planes, int height, int width, int outHeight, int outWidth, T* y)
        where T : unmanaged, INumber<T>
    {
        for (int p = 0; p < planes; p++, x += (nint)height * width)
        {
            for (int i = 0; i < outHeight; i++)
            {
                (int top, int bottom) = Share(i, height, outHeight);
                for (int j = 0; j < outWidth; j++)
                {
                    (int left, int right) = Share(j, width, outWidth);
                    *y++ = SumOf(x, width, top, bottom, left, right) / T.CreateTruncating((bottom - top) * (right - left));
                }
            }
        }
    }

    /// <summary>Spreads each area's gradient evenly over its elements.</summary>
    public static void AdaptiveMeanBackward<T>(T* dy, int planes, int height, int width, int outHeight, int outWidth, T* dx)
        where T : unmanaged, INumber<T>
    {
        new Span<T>(dx, planes * height * width).Clear();
        for (int p = 0; p < planes; p++, dx += (nint)height * width)
        {
            for (int i = 0; i < outHeight; i++)
            {
                (int top, int bottom) = Share(i, height, outHeight);
                for (int j = 0; j < outWidth; j++)
                {
                    (int left, int right) = Share(j, width, outWidth);
                    Spread(dx, width, top, bottom, left, right, *dy++ / T.CreateTruncating((bottom - top) * (right - left)));
                }
            }
        }
    }

    private static int FirstInside(int start, int dilation) =>
        start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;

    private static (int From, int To) Share(int i, int size, int parts) =>
        ((int)((long)i * size / parts), (int)(((long)(i + 1) * size + parts - 1) / parts));

    private static (int Top, int Bottom, int Left, int Right, T By) Area<T>(
        in PoolingWindow rows, in PoolingWindow columns, int i, int j, bool countPadding, long divisor)
        where T : INumber<T>
    {
        int top = rows.Start(i), left = columns.Start(j);
        int bottom = Math.Min(top + rows.Kernel, rows.Size + rows.Padding);
        int right = Math.Min(left + columns.Kernel, columns.Size + columns.Padding);
        long padded = (long)(bottom - top) * (right - left);
        top = Math.Max(top, 0);
        left = Math.Max(left, 0);
        bottom = Math.Min(bottom, rows.Size);
        right = Math.Min(right, columns.Size);
        long by = divisor != 0 ? divisor : countPadding ? padded : (long)(bottom - top) * (right - left);
        return (top, bottom, left, right, T.CreateTruncating(by));
    }

    private static T SumOf<T>(T* plane, int width, int top, int bottom, int left, int right)
        where T : unmanaged, INumber<T>
    {
        T sum = T.Zero;
        for (int r = top; r < bottom; r++)
        {
            for (int c = left; c < right; c++)
                sum += plane[(nint)r * width + c];
        }

        return sum;
    }

    private static void Spread<T>(T* plane, int width, int top, int bottom, int left, int right, T value)
        where T : unmanaged, INumber<T>
    {
        for (int r = top; r < bottom; r++)
        {
            for (int c = left; c < right; c++)
                plane[(nint)r * width + c] += value;
        }
    }
}
