using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Kernels;

/// <summary>
/// The innermost step of a float32 product on AVX-512: up to 12 rows by 32 columns of the result stay in registers (24 of
/// 32) while the shared dimension goes by. Rows and vectors are compile-time constants of each instantiation, so one text
/// serves every tile height without a branch in the loop.
/// </summary>
internal unsafe struct Avx512Tile : ITile<float>
{
    public static int Rows => 12;

    public static int Lanes => 16;

    public static void Multiply(
        int rows, int vectors, nint depth, float* a, nint aRow, nint aStep, float* b, nint bStep, float* c, nint cRow)
    {
        if (vectors == 2)
            Select<Two>(rows, depth, a, aRow, aStep, b, bStep, c, cRow);
        else
            Select<One>(rows, depth, a, aRow, aStep, b, bStep, c, cRow);
    }

    private static void Select<TVectors>(
        int rows, nint depth, float* a, nint aRow, nint aStep, float* b, nint bStep, float* c, nint cRow)
        where TVectors : struct, IConstant
    {
        while (rows > 0)
        {
            int done;
            switch (rows)
            {
                case >= 12: Run<Twelve, TVectors>(depth, a, aRow, aStep, b, bStep, c, cRow); done = 12; break;
                case >= 8: Run<Eight, TVectors>(depth, a, aRow, aStep, b, bStep, c, cRow); done = 8; break;
                case >= 4: Run<Four, TVectors>(depth, a, aRow, aStep, b, bStep, c, cRow); done = 4; break;
                case >= 2: Run<Two, TVectors>(depth, a, aRow, aStep, b, bStep, c, cRow); done = 2; break;
                default: Run<One, TVectors>(depth, a, aRow, aStep, b, bStep, c, cRow); done = 1; break;
            }

            rows -= done;
            a += done * aRow;
            c += done * cRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TRows, TVectors>(
        nint depth, float* a, nint aRow, nint aStep, float* b, nint bStep, float* c, nint cRow)
        where TRows : struct, IConstant
        where TVectors : struct, IConstant
    {
        nint row = aRow * sizeof(float), row2 = 2 * row;
        byte* a0 = (byte*)a;
        byte* a3 = (byte*)(a + 3 * aRow);
        byte* a6 = (byte*)(a + 6 * aRow);
        byte* a9 = (byte*)(a + 9 * aRow);
        nint step = aStep * sizeof(float);
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

        for (; depth > 0; depth--)
        {
            Vector512<float> b0 = Avx512F.LoadVector512(b);
            Vector512<float> b1 = TVectors.Value > 1 ? Avx512F.LoadVector512(b + 16) : default;
            b += bStep;
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

        c00.Store(c);
        if (TVectors.Value > 1) c01.Store(c + 16);
        c += cRow;
        if (TRows.Value > 1)
        {
            c10.Store(c);
            if (TVectors.Value > 1) c11.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 2)
        {
            c20.Store(c);
            if (TVectors.Value > 1) c21.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 3)
        {
            c30.Store(c);
            if (TVectors.Value > 1) c31.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 4)
        {
            c40.Store(c);
            if (TVectors.Value > 1) c41.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 5)
        {
            c50.Store(c);
            if (TVectors.Value > 1) c51.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 6)
        {
            c60.Store(c);
            if (TVectors.Value > 1) c61.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 7)
        {
            c70.Store(c);
            if (TVectors.Value > 1) c71.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 8)
        {
            c80.Store(c);
            if (TVectors.Value > 1) c81.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 9)
        {
            c90.Store(c);
            if (TVectors.Value > 1) c91.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 10)
        {
            c100.Store(c);
            if (TVectors.Value > 1) c101.Store(c + 16);
            c += cRow;
        }
        if (TRows.Value > 11)
        {
            c110.Store(c);
            if (TVectors.Value > 1) c111.Store(c + 16);
        }
    }
}
