using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>
/// The innermost step of a float32 product on AVX-512: up to 12 rows by 32 columns of the result stay in registers (24 of
/// 32) while the shared dimension goes by. Rows and vectors are compile-time constants of each instantiation, so one text
/// serves every tile height without a branch in the loop. It is long because a register is a variable: there is no array of them.
/// </summary>
internal unsafe struct Avx512Tile : ITile<float>
{
    public static int Rows => 12;

    public static int Lanes => 16;

    public static bool ReadsPartOfVectors => true;

    /// <summary>A loop of this length hides the time in which the lines of the result come from memory.</summary>
    private const int WorthFetching = 32;

    public static void Multiply<TB>(
        int rows, int columns, nint depth, float* a, nint aRow, nint aStep, in TB b, float* c, nint cRow, bool accumulate,
        Epilogue<float> end)
        where TB : struct, IRows<float>
    {
        int rest = columns % (2 * Lanes), whole = columns - rest;
        nint panel = whole / (2 * Lanes);
        if (whole > 0)
            Select<Two, Zero, TB>(rows, whole, 0, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
        if (rest > Lanes)
            Select<Two, One, TB>(rows, rest, panel, depth, a, aRow, aStep, b, c + whole, cRow, accumulate, end.From(0, whole));
        else if (rest > 0)
            Select<One, One, TB>(rows, rest, panel, depth, a, aRow, aStep, b, c + whole, cRow, accumulate, end.From(0, whole));
    }

    /// <summary>Panels of so many vectors, or (where TPart is one) one whose last vector is not full.</summary>
    private static void Select<TVectors, TPart, TB>(
        int rows, int columns, nint panel, nint depth, float* a, nint aRow, nint aStep, in TB b, float* c, nint cRow, bool accumulate,
        Epilogue<float> end)
        where TVectors : struct, IConstant
        where TPart : struct, IConstant
        where TB : struct, IRows<float>
    {
        while (rows > 0)
        {
            int done;
            switch (rows)
            {
                case >= 12:
                    Run<Twelve, TVectors, TPart, TB>(columns, panel, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 12;
                    break;
                case >= 8:
                    Run<Eight, TVectors, TPart, TB>(columns, panel, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 8;
                    break;
                case >= 4:
                    Run<Four, TVectors, TPart, TB>(columns, panel, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 4;
                    break;
                case >= 2:
                    Run<Two, TVectors, TPart, TB>(columns, panel, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
                    done = 2;
                    break;
                default:
                    Run<One, TVectors, TPart, TB>(columns, panel, depth, a, aRow, aStep, b, c, cRow, accumulate, end);
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
    private static void Run<TRows, TVectors, TPart, TB>(
        int columns, nint panel, nint depth, float* a, nint aRow, nint aStep, in TB b, float* c, nint cRow, bool accumulate,
        Epilogue<float> end)
        where TRows : struct, IConstant
        where TVectors : struct, IConstant
        where TPart : struct, IConstant
        where TB : struct, IRows<float>
    {
        nint row = aRow * sizeof(float), row2 = 2 * row, step = aStep * sizeof(float);
        int across = TVectors.Value * 16;
        TB walk = b;
        for (; columns > 0; columns -= across, panel++, c += across, end = end.From(0, across))
        {
            Vector512<float> mask = TPart.Value == 0 ? default : Vector512.LessThan(
                Vector512.Create(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
                Vector512.Create((float)(columns - (TVectors.Value - 1) * 16)));
            Vector512<float> c00 = default, c01 = default;
            Vector512<float> c10 = default, c11 = default;
            Vector512<float> c20 = default, c21 = default;
            Vector512<float> c30 = default, c31 = default;
            Vector512<float> c40 = default, c41 = default;
            Vector512<float> c50 = default, c51 = default;
            Vector512<float> c60 = default, c61 = default;
            Vector512<float> c70 = default, c71 = default;
            Vector512<float> c80 = default, c81 = default;
            Vector512<float> c90 = default, c91 = default;
            Vector512<float> c100 = default, c101 = default;
            Vector512<float> c110 = default, c111 = default;

            byte* a0 = (byte*)a;
            byte* a3 = (byte*)(a + 3 * aRow);
            byte* a6 = (byte*)(a + 6 * aRow);
            byte* a9 = (byte*)(a + 9 * aRow);
            if (depth >= WorthFetching)
            {
                float* line = c;
                for (int i = 0; i < TRows.Value; i++, line += cRow)
                {
                    Sse.Prefetch0(line);
                    if (TVectors.Value > 1)
                        Sse.Prefetch0(line + 16);
                }
            }

            walk.Begin(panel, depth);
            for (nint k = depth; k > 0; k--)
            {
                float* right = walk.Next();
                Vector512<float> b0 = TVectors.Value > 1 ? Avx512F.LoadVector512(right) : Load<TPart>(right, mask);
                Vector512<float> b1 = TVectors.Value > 1 ? Load<TPart>(right + 16, mask) : default;
                Vector512<float> x;
                x = Vector512.Create(*(float*)(a0));
                c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
                if (TVectors.Value > 1) c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
                if (TRows.Value > 1)
                {
                    x = Vector512.Create(*(float*)(a0 + row));
                    c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
                    if (TVectors.Value > 1) c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
                }
                if (TRows.Value > 2)
                {
                    x = Vector512.Create(*(float*)(a0 + row2));
                    c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
                    if (TVectors.Value > 1) c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
                }
                if (TRows.Value > 3)
                {
                    x = Vector512.Create(*(float*)(a3));
                    c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
                    if (TVectors.Value > 1) c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
                }
                if (TRows.Value > 4)
                {
                    x = Vector512.Create(*(float*)(a3 + row));
                    c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
                    if (TVectors.Value > 1) c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
                }
                if (TRows.Value > 5)
                {
                    x = Vector512.Create(*(float*)(a3 + row2));
                    c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
                    if (TVectors.Value > 1) c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
                }
                if (TRows.Value > 6)
                {
                    x = Vector512.Create(*(float*)(a6));
                    c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
                    if (TVectors.Value > 1) c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
                }
                if (TRows.Value > 7)
                {
                    x = Vector512.Create(*(float*)(a6 + row));
                    c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
                    if (TVectors.Value > 1) c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
                }
                if (TRows.Value > 8)
                {
                    x = Vector512.Create(*(float*)(a6 + row2));
                    c80 = Avx512F.FusedMultiplyAdd(x, b0, c80);
                    if (TVectors.Value > 1) c81 = Avx512F.FusedMultiplyAdd(x, b1, c81);
                }
                if (TRows.Value > 9)
                {
                    x = Vector512.Create(*(float*)(a9));
                    c90 = Avx512F.FusedMultiplyAdd(x, b0, c90);
                    if (TVectors.Value > 1) c91 = Avx512F.FusedMultiplyAdd(x, b1, c91);
                }
                if (TRows.Value > 10)
                {
                    x = Vector512.Create(*(float*)(a9 + row));
                    c100 = Avx512F.FusedMultiplyAdd(x, b0, c100);
                    if (TVectors.Value > 1) c101 = Avx512F.FusedMultiplyAdd(x, b1, c101);
                }
                if (TRows.Value > 11)
                {
                    x = Vector512.Create(*(float*)(a9 + row2));
                    c110 = Avx512F.FusedMultiplyAdd(x, b0, c110);
                    if (TVectors.Value > 1) c111 = Avx512F.FusedMultiplyAdd(x, b1, c111);
                }

                a0 += step;
                a3 += step;
                a6 += step;
                a9 += step;
            }

            float* to = c;
            if (!accumulate && end.IsNone)
            {
                Store<TVectors, TPart>(to, mask, c00, c01);
                to += cRow;
                if (TRows.Value > 1)
                {
                    Store<TVectors, TPart>(to, mask, c10, c11);
                    to += cRow;
                }
                if (TRows.Value > 2)
                {
                    Store<TVectors, TPart>(to, mask, c20, c21);
                    to += cRow;
                }
                if (TRows.Value > 3)
                {
                    Store<TVectors, TPart>(to, mask, c30, c31);
                    to += cRow;
                }
                if (TRows.Value > 4)
                {
                    Store<TVectors, TPart>(to, mask, c40, c41);
                    to += cRow;
                }
                if (TRows.Value > 5)
                {
                    Store<TVectors, TPart>(to, mask, c50, c51);
                    to += cRow;
                }
                if (TRows.Value > 6)
                {
                    Store<TVectors, TPart>(to, mask, c60, c61);
                    to += cRow;
                }
                if (TRows.Value > 7)
                {
                    Store<TVectors, TPart>(to, mask, c70, c71);
                    to += cRow;
                }
                if (TRows.Value > 8)
                {
                    Store<TVectors, TPart>(to, mask, c80, c81);
                    to += cRow;
                }
                if (TRows.Value > 9)
                {
                    Store<TVectors, TPart>(to, mask, c90, c91);
                    to += cRow;
                }
                if (TRows.Value > 10)
                {
                    Store<TVectors, TPart>(to, mask, c100, c101);
                    to += cRow;
                }
                if (TRows.Value > 11)
                {
                    Store<TVectors, TPart>(to, mask, c110, c111);
                }
            }
            else
            {
                Store<TVectors, TPart>(to, mask, c00, c01, 0, accumulate, end);
                to += cRow;
                if (TRows.Value > 1)
                {
                    Store<TVectors, TPart>(to, mask, c10, c11, 1, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 2)
                {
                    Store<TVectors, TPart>(to, mask, c20, c21, 2, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 3)
                {
                    Store<TVectors, TPart>(to, mask, c30, c31, 3, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 4)
                {
                    Store<TVectors, TPart>(to, mask, c40, c41, 4, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 5)
                {
                    Store<TVectors, TPart>(to, mask, c50, c51, 5, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 6)
                {
                    Store<TVectors, TPart>(to, mask, c60, c61, 6, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 7)
                {
                    Store<TVectors, TPart>(to, mask, c70, c71, 7, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 8)
                {
                    Store<TVectors, TPart>(to, mask, c80, c81, 8, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 9)
                {
                    Store<TVectors, TPart>(to, mask, c90, c91, 9, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 10)
                {
                    Store<TVectors, TPart>(to, mask, c100, c101, 10, accumulate, end);
                    to += cRow;
                }
                if (TRows.Value > 11)
                {
                    Store<TVectors, TPart>(to, mask, c110, c111, 11, accumulate, end);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TPart>(float* c, Vector512<float> mask, Vector512<float> c0, Vector512<float> c1)
        where TVectors : struct, IConstant
        where TPart : struct, IConstant
    {
        if (TVectors.Value > 1)
            c0.Store(c);
        Store<TPart>(c + (TVectors.Value - 1) * 16, mask, TVectors.Value > 1 ? c1 : c0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TPart>(
        float* c, Vector512<float> mask, Vector512<float> c0, Vector512<float> c1, nint row, bool accumulate, Epilogue<float> end)
        where TVectors : struct, IConstant
        where TPart : struct, IConstant
    {
        if (TVectors.Value > 1)
        {
            c0 = Finish<Zero>(accumulate ? Avx512F.LoadVector512(c) + c0 : c0, row, end.Bias, mask, end);
            c1 = accumulate ? Load<TPart>(c + 16, mask) + c1 : c1;
            c0.Store(c);
            Store<TPart>(c + 16, mask, Finish<TPart>(c1, row, end.Bias + 16, mask, end));
        }
        else
        {
            c0 = accumulate ? Load<TPart>(c, mask) + c0 : c0;
            Store<TPart>(c, mask, Finish<TPart>(c0, row, end.Bias, mask, end));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Finish<TPart>(
        Vector512<float> v, nint row, float* columnBias, Vector512<float> mask, Epilogue<float> end)
        where TPart : struct, IConstant
    {
        if (end.Bias != null)
            v += end.BiasPerRow ? Vector512.Create(end.Bias[row]) : Load<TPart>(columnBias, mask);
        return end.Relu ? Relu(v) : v;
    }

    /// <summary>A vector, or the part of it that the mask shows, and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load<TPart>(float* x, Vector512<float> mask)
        where TPart : struct, IConstant =>
        TPart.Value == 0 ? Avx512F.LoadVector512(x) : Avx512F.MaskLoad(x, mask, Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TPart>(float* x, Vector512<float> mask, Vector512<float> v)
        where TPart : struct, IConstant
    {
        if (TPart.Value == 0)
            v.Store(x);
        else
            Avx512F.MaskStore(x, mask, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Relu(Vector512<float> v) =>
        Vector512.ConditionalSelect(Vector512.LessThan(v, Vector512<float>.Zero), Vector512<float>.Zero, v);
}
