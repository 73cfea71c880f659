using System.Numerics;

namespace TorchSharp.Kernels;

/// <summary>
/// Sums and the largest element in one fixed order: long sums are halved down to blocks (pairwise summation), so the error grows
/// with the logarithm of the length and the result is the same on every run and number of threads.
/// </summary>
internal static unsafe class Reductions
{
    private const nint Block = 1024;

    /// <summary>The sum of all elements.</summary>
    public static T Sum<T>(T* x, nint count)
        where T : unmanaged, INumber<T>
    {
        if (count > Block)
        {
            nint half = (count / 2 + Block - 1) / Block * Block;
            return Sum(x, half) + Sum(x + half, count - half);
        }

        int lanes = Vector<T>.Count;
        if (count < lanes)
        {
            T few = T.Zero;
            for (nint j = 0; j < count; j++)
                few += x[j];
            return few;
        }

        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i + 4 * lanes <= count; i += 4 * lanes)
        {
            s0 += Vector.Load(x + i);
            s1 += Vector.Load(x + i + lanes);
            s2 += Vector.Load(x + i + 2 * lanes);
            s3 += Vector.Load(x + i + 3 * lanes);
        }

        for (; i + lanes <= count; i += lanes)
            s0 += Vector.Load(x + i);
        T rest = T.Zero;
        for (; i < count; i++)
            rest += x[i];
        return Vector.Sum(s0 + s1 + (s2 + s3)) + rest;
    }

    /// <summary>The sum of x[i] y[i].</summary>
    public static T Dot<T>(T* x, T* y, nint count)
        where T : unmanaged, INumber<T>
    {
        if (count > Block)
        {
            nint half = (count / 2 + Block - 1) / Block * Block;
            return Dot(x, y, half) + Dot(x + half, y + half, count - half);
        }

        int lanes = Vector<T>.Count;
        Vector<T> s0 = default, s1 = default;
        nint i = 0;
        for (; i + 2 * lanes <= count; i += 2 * lanes)
        {
            s0 = Simd.MultiplyAdd(Vector.Load(x + i), Vector.Load(y + i), s0);
            s1 = Simd.MultiplyAdd(Vector.Load(x + i + lanes), Vector.Load(y + i + lanes), s1);
        }

        T rest = T.Zero;
        for (; i < count; i++)
            rest += x[i] * y[i];
        return Vector.Sum(s0 + s1) + rest;
    }

    /// <summary>y[i] = the sum of row i.</summary>
    public static void RowSums<T>(T* x, nint rows, nint columns, T* y)
        where T : unmanaged, INumber<T>
    {
        for (nint i = 0; i < rows; i++, x += columns)
            y[i] = Sum(x, columns);
    }

    /// <summary>y[j] = the sum of column j, rows <paramref name="rowStep"/> elements apart.</summary>
    public static void ColumnSums<T>(T* x, nint rows, nint columns, nint rowStep, T* y)
        where T : unmanaged, INumber<T>
    {
        const nint Rows = 128;
        if (rows <= Rows)
        {
            ColumnBlock(x, rows, columns, rowStep, y);
            return;
        }

        // Blocks of rows, so that a long column does not add small numbers to one large one.
        T* part = stackalloc T[64];
        for (nint j = 0; j < columns; j += 64)
        {
            nint wide = Math.Min(64, columns - j);
            for (nint i = 0; i < rows; i += Rows)
            {
                ColumnBlock(x + i * rowStep + j, Math.Min(Rows, rows - i), wide, rowStep, part);
                for (nint c = 0; c < wide; c++)
                    y[j + c] = i == 0 ? part[c] : y[j + c] + part[c];
            }
        }
    }

    private static void ColumnBlock<T>(T* x, nint rows, nint columns, nint rowStep, T* y)
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector<T>.Count;
        nint j = 0;
        for (; j + 4 * lanes <= columns; j += 4 * lanes)
        {
            Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
            T* p = x + j;
            for (nint i = 0; i < rows; i++, p += rowStep)
            {
                s0 += Vector.Load(p);
                s1 += Vector.Load(p + lanes);
                s2 += Vector.Load(p + 2 * lanes);
                s3 += Vector.Load(p + 3 * lanes);
            }

            s0.Store(y + j);
            s1.Store(y + j + lanes);
            s2.Store(y + j + 2 * lanes);
            s3.Store(y + j + 3 * lanes);
        }

        for (; j < columns; j += lanes)
        {
            nint wide = Math.Min(lanes, columns - j);
            T* p = x + j;
            Vector<T> s = default;
            if (wide == lanes)
            {
                for (nint i = 0; i < rows; i++, p += rowStep)
                    s += Vector.Load(p);
                s.Store(y + j);
            }
            else
            {
                for (nint i = 0; i < rows; i++, p += rowStep)
                    s += Simd.LoadPart(p, wide);
                Simd.StorePart(s, y + j, wide);
            }
        }
    }

    /// <summary>The largest element; nan where there is one.</summary>
    public static T Max<T>(T* x, nint count)
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector<T>.Count;
        nint i = 1;
        T best = *x;
        if (count >= lanes)
        {
            Vector<T> v = Vector.Load(x);
            for (i = lanes; i + lanes <= count; i += lanes)
                v = Vector.Max(v, Vector.Load(x + i));
            best = v[0];
            for (int lane = 1; lane < lanes; lane++)
                best = T.Max(best, v[lane]);
        }

        for (; i < count; i++)
            best = T.Max(best, x[i]);
        return best;
    }
}
