using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// The innermost step of a product with whatever <see cref="Vector{T}"/> is on this machine: 6 rows by 2 vectors of the result
/// stay in registers (12 of 16), which is 6x16 in float32 on AVX2 and 6x8 on NEON. Rows and vectors are compile-time constants
/// of each instantiation, so one text serves every tile height without a branch in the loop.
/// </summary>
internal unsafe struct PortableTile<T> : ITile<T>
    where T : unmanaged
{
    public static int Rows => 6;

    public static int Lanes => Vector<T>.Count;

    public static bool ReadsPartOfVectors => false;

    public static void Multiply<TB>(
        int rows, int columns, nint depth, T* a, nint aRow, nint aStep, in TB b, T* c, nint cRow, bool accumulate, Epilogue<T> end)
        where TB : struct, IRows<T>
    {
        int across = 2 * Lanes;
        for (int panel = 0; columns > 0; panel++, columns -= across, c += across, end = end.From(0, across))
            Panel(rows, Math.Min(across, columns), panel, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
    }

    private static void Panel<TB>(
        int rows, int columns, int panel, nint depth, T* a, nint aRow, nint aStep, in TB b, T* c, nint cRow, bool accumulate,
        Epilogue<T> end)
        where TB : struct, IRows<T>
    {
        // What is not whole vectors goes over a copy.
        int whole = columns > Lanes ? 2 * Lanes : Lanes;
        if (columns < whole)
        {
            T* tile = stackalloc T[(Rows + 1) * whole];
            if (end.Bias != null && !end.BiasPerRow)
            {
                T* bias = tile + Rows * whole;
                Unsafe.CopyBlockUnaligned(bias, end.Bias, (uint)(columns * sizeof(T)));
                end = new Epilogue<T>(bias, false, end.Relu);
            }

            for (nint i = 0; i < rows && accumulate; i++)
                Unsafe.CopyBlockUnaligned(tile + i * whole, c + i * cRow, (uint)(columns * sizeof(T)));
            Panel(rows, whole, panel, depth, a, aRow, aStep, b, tile, whole, accumulate, end);
            for (nint i = 0; i < rows; i++)
                Unsafe.CopyBlockUnaligned(c + i * cRow, tile + i * whole, (uint)(columns * sizeof(T)));
            return;
        }

        TB right = b;
        right.Begin(panel, depth);
        if (columns > Lanes)
            Select<Two, TB>(rows, depth, a, aRow, aStep, right, c, cRow, accumulate, end);
        else
            Select<One, TB>(rows, depth, a, aRow, aStep, right, c, cRow, accumulate, end);
    }

    private static void Select<TVectors, TB>(
        int rows, nint depth, T* a, nint aRow, nint aStep, in TB b, T* c, nint cRow, bool accumulate, Epilogue<T> end)
        where TVectors : struct, IConstant
        where TB : struct, IRows<T>
    {
        while (rows > 0)
        {
            int done;
            switch (rows)
            {
                case >= 6:
                    Run<Six, TVectors, TB>(depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 6;
                    break;
                case >= 2:
                    Run<Two, TVectors, TB>(depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 2;
                    break;
                default:
                    Run<One, TVectors, TB>(depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 1;
                    break;
            }

            rows -= done;
            a += done * aRow;
            c += done * cRow;
            end = end.From(done, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TVectors, TB>(
        nint depth, T* a, nint aRow, nint aStep, in TB b, T* c, nint cRow, bool accumulate, Epilogue<T> end)
        where TRows : struct, IConstant
        where TVectors : struct, IConstant
        where TB : struct, IRows<T>
    {
        int lanes = Vector<T>.Count;
        Vector<T> c00 = default, c01 = default;
        Vector<T> c10 = default, c11 = default;
        Vector<T> c20 = default, c21 = default;
        Vector<T> c30 = default, c31 = default;
        Vector<T> c40 = default, c41 = default;
        Vector<T> c50 = default, c51 = default;

        TB walk = b;
        for (; depth > 0; depth--)
        {
            T* right = walk.Next();
            Vector<T> b0 = Vector.Load(right);
            Vector<T> b1 = TVectors.Value > 1 ? Vector.Load(right + lanes) : default;
            T* p = a;
            a += aStep;
            Vector<T> x;
            x = new Vector<T>(*p);
            c00 = Simd.MultiplyAdd(x, b0, c00);
            if (TVectors.Value > 1) c01 = Simd.MultiplyAdd(x, b1, c01);
            if (TRows.Value > 1)
            {
                p += aRow;
                x = new Vector<T>(*p);
                c10 = Simd.MultiplyAdd(x, b0, c10);
                if (TVectors.Value > 1) c11 = Simd.MultiplyAdd(x, b1, c11);
            }
            if (TRows.Value > 2)
            {
                p += aRow;
                x = new Vector<T>(*p);
                c20 = Simd.MultiplyAdd(x, b0, c20);
                if (TVectors.Value > 1) c21 = Simd.MultiplyAdd(x, b1, c21);
            }
            if (TRows.Value > 3)
            {
                p += aRow;
                x = new Vector<T>(*p);
                c30 = Simd.MultiplyAdd(x, b0, c30);
                if (TVectors.Value > 1) c31 = Simd.MultiplyAdd(x, b1, c31);
            }
            if (TRows.Value > 4)
            {
                p += aRow;
                x = new Vector<T>(*p);
                c40 = Simd.MultiplyAdd(x, b0, c40);
                if (TVectors.Value > 1) c41 = Simd.MultiplyAdd(x, b1, c41);
            }
            if (TRows.Value > 5)
            {
                p += aRow;
                x = new Vector<T>(*p);
                c50 = Simd.MultiplyAdd(x, b0, c50);
                if (TVectors.Value > 1) c51 = Simd.MultiplyAdd(x, b1, c51);
            }
        }

        if (!accumulate && end.IsNone)
        {
            Store<TVectors>(c, c00, c01);
            c += cRow;
            if (TRows.Value > 1)
            {
                Store<TVectors>(c, c10, c11);
                c += cRow;
            }
            if (TRows.Value > 2)
            {
                Store<TVectors>(c, c20, c21);
                c += cRow;
            }
            if (TRows.Value > 3)
            {
                Store<TVectors>(c, c30, c31);
                c += cRow;
            }
            if (TRows.Value > 4)
            {
                Store<TVectors>(c, c40, c41);
                c += cRow;
            }
            if (TRows.Value > 5)
            {
                Store<TVectors>(c, c50, c51);
            }
        }
        else
        {
            Store<TVectors>(c, c00, c01, 0, accumulate, end);
            c += cRow;
            if (TRows.Value > 1)
            {
                Store<TVectors>(c, c10, c11, 1, accumulate, end);
                c += cRow;
            }
            if (TRows.Value > 2)
            {
                Store<TVectors>(c, c20, c21, 2, accumulate, end);
                c += cRow;
            }
            if (TRows.Value > 3)
            {
                Store<TVectors>(c, c30, c31, 3, accumulate, end);
                c += cRow;
            }
            if (TRows.Value > 4)
            {
                Store<TVectors>(c, c40, c41, 4, accumulate, end);
                c += cRow;
            }
            if (TRows.Value > 5)
            {
                Store<TVectors>(c, c50, c51, 5, accumulate, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(T* c, Vector<T> c0, Vector<T> c1)
        where TVectors : struct, IConstant
    {
        c0.Store(c);
        if (TVectors.Value > 1)
            c1.Store(c + Vector<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(T* c, Vector<T> c0, Vector<T> c1, nint row, bool accumulate, Epilogue<T> end)
        where TVectors : struct, IConstant
    {
        Finish(accumulate ? Vector.Load(c) + c0 : c0, row, end.Bias, end).Store(c);
        if (TVectors.Value > 1)
        {
            c += Vector<T>.Count;
            Finish(accumulate ? Vector.Load(c) + c1 : c1, row, end.Bias + Vector<T>.Count, end).Store(c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Finish(Vector<T> v, nint row, T* columnBias, Epilogue<T> end)
    {
        if (end.Bias != null)
            v += end.BiasPerRow ? new Vector<T>(end.Bias[row]) : Vector.Load(columnBias);
        return end.Relu ? Vector.ConditionalSelect(Vector.LessThan(v, Vector<T>.Zero), Vector<T>.Zero, v) : v;
    }
}
