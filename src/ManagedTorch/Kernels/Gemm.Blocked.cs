using System.Numerics;

namespace TorchSharp.Kernels;

internal static unsafe partial class Gemm
{
    // A panel of B (depth x two vectors) is read from the second-level cache while a panel of A (tile rows x depth) stays in the
    // first; a block of B stays in the second. Measured on 1024 x 1024 x 1024.
    private const int Depth = 256;
    private const int BlockBytes = 512 * 1024;

    /// <summary>A panel of A spread over more bytes than this is copied together before it is read again and again.</summary>
    private const int PackSpread = 24 * 1024;

    /// <summary>Bytes of B from which its panels are copied, if they are read several times.</summary>
    private const int CloseTogether = 64 * 1024;

    private static void Blocked<T, TTile>(
        int m, int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue, Ahead ahead = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
    {
        if (ahead.Bytes == 0)
        {
            Blocked<T, TTile, NoFetch>(m, n, k, alpha, a, b, beta, c, epilogue, default);
            return;
        }

        int wide = 2 * TTile.Lanes, tall = TTile.Rows;
        var fetch = new Fetch(ahead, (nint)((m + tall - 1) / tall) * ((n + wide - 1) / wide) * k);
        Blocked<T, TTile, Fetch>(m, n, k, alpha, a, b, beta, c, epilogue, fetch);
    }

    private static void Blocked<T, TTile, TFetch>(
        int m, int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue, TFetch fetch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
        where TFetch : struct, IFetch<TFetch>
    {
        int wide = 2 * TTile.Lanes, tall = TTile.Rows;
        int blocks = (k + Depth - 1) / Depth;
        int depth = (k + blocks - 1) / blocks;
        int columns = Math.Max(wide, BlockBytes / sizeof(T) / depth / wide * wide);

        // Where B is contiguous along its rows and is used by few tiles or lies close together, its panels are read where they
        // are; only a last one that is not full may have to be padded.
        bool direct = b.Column == 1 && (m <= 3 * tall || Math.Abs(b.Row) * sizeof(T) * depth <= CloseTogether);
        bool packA = Math.Abs(a.Column) > 1 && Math.Abs(a.Column) * sizeof(T) * depth > PackSpread && n > wide;
        bool inPlaceResult = c.Column == 1 && alpha == T.One && (beta == T.Zero || beta == T.One);
        nint block = (nint)depth * Math.Min(columns, (n + wide - 1) / wide * wide);
        T* packed = Scratch.Get<T>(0, block + tall * depth), panelA = packed + block;
        T* tile = stackalloc T[tall * wide];

        for (int j0 = 0; j0 < n; j0 += columns)
        {
            int width = Math.Min(columns, n - j0);
            for (int k0 = 0; k0 < k; k0 += depth)
            {
                int deep = Math.Min(depth, k - k0);
                bool last = k0 + deep == k;
                T betaHere = k0 == 0 ? beta : T.One;
                int inPlace = !direct ? 0 : TTile.ReadsPartOfVectors ? width : width / wide * wide;
                int strip = direct ? inPlace : width;
                PackColumns<T, TTile>(deep, width, b.From(k0, j0), packed, inPlace);
                for (int i = 0; i < m; i += tall)
                {
                    int rows = Math.Min(tall, m - i);
                    Matrix<T> left = a.From(i, k0);
                    if (packA)
                        left = PackRows(deep, rows, left, panelA, tall);

                    TFetch fetched = fetch.Take(((width + wide - 1) / wide) * deep);
                    EvenRows<T, TFetch> panels = direct
                        ? new(b.Data + k0 * b.Row + j0, b.Row, wide, fetched) : new(packed, wide, (nint)wide * deep, fetched);
                    EvenRows<T, TFetch> rest = new(packed + (nint)strip * deep, wide, 0, fetched);
                    if (!inPlaceResult)
                    {
                        for (int j = 0; j < width; j += wide)
                        {
                            int here = Math.Min(wide, width - j);
                            EvenRows<T, TFetch> right = j < strip ? panels.From(j / wide) : rest;
                            TTile.Multiply(rows, here, deep, left.Data, left.Row, left.Column, right, tile, wide, false, default);
                            Finish(
                                rows, here, tile, wide, alpha, betaHere, c.From(i, j0 + j),
                                last ? epilogue.From(i, j0 + j) : default);
                        }

                        continue;
                    }

                    Matrix<T> result = c.From(i, j0);
                    if (strip > 0)
                    {
                        TTile.Multiply(
                            rows, strip, deep, left.Data, left.Row, left.Column, panels, result.Data, result.Row, betaHere == T.One,
                            last ? epilogue.From(i, j0) : default);
                    }

                    if (strip < width)
                    {
                        TTile.Multiply(
                            rows, width - strip, deep, left.Data, left.Row, left.Column, rest, result.Data + strip, result.Row,
                            betaHere == T.One, last ? epilogue.From(i, j0 + strip) : default);
                    }
                }
            }
        }
    }

    /// <summary>Copies columns from <paramref name="skip"/> on into panels of two vectors.</summary>
    private static void PackColumns<T, TTile>(int depth, int width, Matrix<T> b, T* packed, int skip)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
    {
        int wide = 2 * TTile.Lanes;
        for (int j = skip; j < width; j += wide)
        {
            int here = Math.Min(wide, width - j);
            T* panel = packed + (nint)j * depth;
            Packing.Panel(depth, here, wide, b.Data + j * b.Column, b.Row, b.Column, panel);
            if (here < wide && !TTile.ReadsPartOfVectors)
                Packing.Pad(depth, here, wide, panel);
        }
    }

    private static Matrix<T> PackRows<T>(int depth, int rows, Matrix<T> a, T* panel, int tall)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Packing.Panel(depth, rows, rows, a.Data, a.Column, a.Row, panel);
        return new Matrix<T>(panel, 1, rows);
    }

    /// <summary>c = epilogue(alpha tile + beta c); the tile may be null where alpha is 0.</summary>
    private static void Finish<T>(int rows, int columns, T* tile, nint tileRow, T alpha, T beta, Matrix<T> c,
        Epilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (nint i = 0; i < rows; i++)
        {
            T* to = c.Data + i * c.Row;
            T* from = tile + i * tileRow;
            nint j = 0;
            T rowBias = epilogue.Bias != null && epilogue.BiasPerRow ? epilogue.Bias[i] : T.Zero;
            if (c.Column == 1)
            {
                for (; j + lanes <= columns; j += lanes)
                {
                    Vector<T> v = tile == null ? Vector<T>.Zero : Vector.Load(from + j) * new Vector<T>(alpha);
                    if (beta != T.Zero)
                        v = Simd.MultiplyAdd(Vector.Load(to + j), new Vector<T>(beta), v);
                    if (epilogue.Bias != null)
                        v += epilogue.BiasPerRow ? new Vector<T>(rowBias) : Vector.Load(epilogue.Bias + j);
                    if (epilogue.Relu)
                        v = Vector.ConditionalSelect(Vector.LessThan(v, Vector<T>.Zero), Vector<T>.Zero, v);
                    v.Store(to + j);
                }
            }

            for (; j < columns; j++)
            {
                T v = tile == null ? T.Zero : from[j] * alpha;
                T* target = to + j * c.Column;
                if (beta != T.Zero)
                    v = T.MultiplyAddEstimate(*target, beta, v);
                if (epilogue.Bias != null)
                    v += epilogue.BiasPerRow ? rowBias : epilogue.Bias[j];
                if (epilogue.Relu && v < T.Zero)
                    v = T.Zero;
                *target = v;
            }
        }
    }
}
