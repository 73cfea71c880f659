using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>A matrix in memory: element (i, j) is Data[i * Row + j * Column]; either stride may be any number.</summary>
internal readonly unsafe struct Matrix<T>(T* data, nint row, nint column)
    where T : unmanaged
{
    public readonly T* Data = data;
    public readonly nint Row = row;
    public readonly nint Column = column;

    public Matrix<T> Transposed() => new(Data, Column, Row);

    public Matrix<T> From(nint row, nint column) => new(Data + row * Row + column * Column, Row, Column);
}

/// <summary>
/// The matrix product C = alpha A B + beta C, then an <see cref="Epilogue{T}"/>, for float32 and float64 of any strides. The
/// work is cut along rows and columns of C only, and each element sums over k in one fixed order, so the number of threads
/// changes nothing. With beta 0, C is not read.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>Multiply-adds below which the plain loops beat blocking.</summary>
    private const long Tiny = 600;

    /// <summary>Columns below which most of a tile's width would be idle.</summary>
    private const int Narrow = 8;

    /// <summary>C (m x n) = alpha A (m x k) B (k x n) + beta C; what is needed next may be fetched meanwhile.</summary>
    public static void Multiply<T>(
        int m, int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue = default,
        Ahead ahead = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (m <= 0 || n <= 0)
            return;
        if (k <= 0)
        {
            Finish(m, n, null, 0, T.Zero, beta, c, epilogue);
            return;
        }

        // Tiles write along rows: turn the problem where the result lies the other way, or where it is narrow and its longer
        // side is what the first operand is contiguous along.
        bool narrow = n < Narrow && m > n && a.Row == 1 && a.Column != 1;
        if (m > 1 && (n == 1 || narrow || c.Column != 1 && c.Row == 1))
            Dispatch(n, m, k, alpha, b.Transposed(), a.Transposed(), beta, c.Transposed(), epilogue.Transposed(), ahead);
        else
            Dispatch(m, n, k, alpha, a, b, beta, c, epilogue, ahead);
    }

    /// <summary>count products of one shape, each a step of elements after the one before in its tensor.</summary>
    public static void MultiplyBatch<T>(
        int count, int m, int n, int k, T alpha, Matrix<T> a, nint aStep, Matrix<T> b, nint bStep, T beta, Matrix<T> c,
        nint cStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var batch = new Batch<T>
        {
            M = m, N = n, K = k, Alpha = alpha, Beta = beta, A = a, B = b, C = c, AStep = aStep, BStep = bStep, CStep = cStep,
            Count = count, Chunks = Threads.Chunks(count, (double)m * n * k),
        };
        Threads.Run(batch.Chunks, batch);
    }

    private static void Dispatch<T>(
        int m, int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue, Ahead ahead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (m == 1)
        {
            VectorMatrix(n, k, alpha, a, b, beta, c, epilogue);
            return;
        }

        if ((long)m * n * k <= Tiny)
        {
            Loops(m, n, k, alpha, a, b, beta, c, epilogue);
            return;
        }

        if (typeof(T) == typeof(float) && Avx512F.IsSupported)
            Cut<float, Avx512Tile>(m, n, k, (float)(object)alpha, As(a), As(b), (float)(object)beta, As(c), As(epilogue),
                ahead);
        else
            Cut<T, PortableTile<T>>(m, n, k, alpha, a, b, beta, c, epilogue, ahead);
    }

    private static Matrix<float> As<T>(Matrix<T> x)
        where T : unmanaged => Unsafe.BitCast<Matrix<T>, Matrix<float>>(x);

    private static Epilogue<float> As<T>(Epilogue<T> x)
        where T : unmanaged => Unsafe.BitCast<Epilogue<T>, Epilogue<float>>(x);

    /// <summary>Cuts a large product over threads along its longer side, at multiples of a tile.</summary>
    private static void Cut<T, TTile>(
        int m, int n, int k, T alpha, Matrix<T> a, Matrix<T> b, T beta, Matrix<T> c, Epilogue<T> epilogue, Ahead ahead)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
    {
        bool alongRows = m >= n;
        int tile = alongRows ? TTile.Rows : 2 * TTile.Lanes;
        int tiles = ((alongRows ? m : n) + tile - 1) / tile;
        int chunks = Threads.Chunks(tiles, (double)m * n * k / tiles, each: 1);
        if (chunks <= 1)
        {
            Blocked<T, TTile>(m, n, k, alpha, a, b, beta, c, epilogue, ahead);
            return;
        }

        Threads.Run(chunks, new Part<T, TTile>
        {
            M = m, N = n, K = k, Alpha = alpha, Beta = beta, A = a, B = b, C = c, Epilogue = epilogue,
            AlongRows = alongRows, Tile = tile, Tiles = tiles, Chunks = chunks,
        });
    }

    private struct Part<T, TTile> : IChunks
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTile : struct, ITile<T>
    {
        public int M, N, K, Tile, Tiles, Chunks;
        public bool AlongRows;
        public T Alpha, Beta;
        public Matrix<T> A, B, C;
        public Epilogue<T> Epilogue;

        public readonly void Run(int chunk)
        {
            int from = (int)((long)Tiles * chunk / Chunks) * Tile;
            int to = (int)((long)Tiles * (chunk + 1) / Chunks) * Tile;
            if (AlongRows)
                Blocked<T, TTile>(
                    Math.Min(to, M) - from, N, K, Alpha, A.From(from, 0), B, Beta, C.From(from, 0), Epilogue.From(from, 0));
            else
                Blocked<T, TTile>(
                    M, Math.Min(to, N) - from, K, Alpha, A, B.From(0, from), Beta, C.From(0, from), Epilogue.From(0, from));
        }
    }

    private struct Batch<T> : IChunks
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int M, N, K, Count, Chunks;
        public T Alpha, Beta;
        public Matrix<T> A, B, C;
        public nint AStep, BStep, CStep;

        public readonly void Run(int chunk)
        {
            int from = (int)((long)Count * chunk / Chunks), to = (int)((long)Count * (chunk + 1) / Chunks);
            for (nint i = from; i < to; i++)
            {
                Multiply(
                    M, N, K, Alpha, new(A.Data + i * AStep, A.Row, A.Column), new(B.Data + i * BStep, B.Row, B.Column),
                    Beta, new(C.Data + i * CStep, C.Row, C.Column));
            }
        }
    }
}
