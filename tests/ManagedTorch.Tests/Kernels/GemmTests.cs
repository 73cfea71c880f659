using System.Numerics;
using TorchSharp.Kernels;

namespace ManagedTorch.Tests.Kernels;

public sealed unsafe class GemmTests
{
    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>();
        int[] sizes = [0, 1, 2, 3, 5, 8, 13, 17, 31, 33, 64, 65];
        var random = new Random(7);
        var drawn = new HashSet<(int, int, int)>();
        while (drawn.Count < 60)
            drawn.Add((sizes[random.Next(sizes.Length)], sizes[random.Next(sizes.Length)], sizes[random.Next(sizes.Length)]));
        foreach (var (m, n, k) in drawn)
            shapes.Add(m, n, k);
        shapes.Add(1, 300, 70);
        shapes.Add(300, 1, 70);
        shapes.Add(70, 200, 600);
        shapes.Add(25, 33, 1030);
        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_product_agrees_with_three_plain_loops_for_every_layout(int m, int n, int k)
    {
        for (int layout = 0; layout < 8; layout++)
        {
            Check<float>(m, n, k, layout, 1, 0, false, false, false, 2e-5);
            Check<double>(m, n, k, layout, 1, 0, false, false, false, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Scales_bias_and_relu_are_applied_once_whatever_the_blocking(int m, int n, int k)
    {
        for (int layout = 0; layout < 8; layout++)
        {
            Check<float>(m, n, k, layout, 0.5, 0.25, true, (layout & 1) != 0, true, 2e-5);
            Check<double>(m, n, k, layout, -2, 1, true, (layout & 2) != 0, false, 1e-12);
        }
    }

    [Fact]
    public void The_tiles_give_the_same_bits_whatever_their_panels_and_rows()
    {
        const int M = 29, N = 100, K = 40;
        float[] a = Values<float>(M * K, 1), b = Values<float>(K * N, 2);
        var own = new float[M * N];
        fixed (float* pa = a, pb = b, pc = own)
            Gemm.Multiply(M, N, K, 1f, new(pa, K, 1), new(pb, N, 1), 0f, new(pc, N, 1));

        var expected = new float[M * N];
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                float sum = 0;
                for (int p = 0; p < K; p++)
                    sum = float.FusedMultiplyAdd(a[i * K + p], b[p * N + j], sum);
                expected[i * N + j] = sum;
            }
        }

        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Fma.IsSupported, "The processor has no fused multiply-add.");
        own.Should().Equal(expected);
        Tile<PortableTile<float>>();
        if (System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
            Tile<Avx512Tile>();

        // Two whole panels and a part of a third, from rows in order and from rows by their places.
        void Tile<TTile>()
            where TTile : struct, ITile<float>
        {
            int rows = TTile.Rows, wide = 2 * TTile.Lanes;
            foreach (int columns in new[] { wide, 2 * wide + 3, 2 * wide + TTile.Lanes + 1 })
            {
                float[] even = new float[rows * columns], scattered = new float[rows * columns];
                nint[] places = [.. Enumerable.Range(0, K).Select(k => (nint)k * N)];
                fixed (float* pa = a, pb = b, pe = even, ps = scattered)
                fixed (nint* pp = places)
                {
                    TTile.Multiply(rows, columns, K, pa, K, 1, new EvenRows<float, NoFetch>(pb, N, wide, default), pe, columns, false, default);
                    TTile.Multiply(
                        rows, columns, K, pa, K, 1, new ScatteredRows<float>(pb, pp, wide, default), ps, columns, false, default);
                }

                for (int i = 0; i < rows; i++)
                    even.AsSpan(i * columns, columns).ToArray().Should().Equal(expected.AsSpan(i * N, columns).ToArray());
                scattered.Should().Equal(even);
            }
        }
    }

    [Theory]
    [InlineData(2, 5, 1)]
    [InlineData(32, 8, 1)]
    [InlineData(4, 19, 7)]
    [InlineData(3, 8, 24)]
    public void Small_products_add_in_order_where_they_are_computed_in_vectors(int m, int n, int k)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Fma.IsSupported, "The processor has no fused multiply-add.");
        float[] a = Values<float>(m * k, 1), b = Values<float>(k * n, 2), bias = Values<float>(Math.Max(m, n), 3), c = Values<float>(m * n, 4);
        foreach (bool perRow in new[] { false, true })
        {
            var expected = new float[m * n];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    float sum = 0;
                    for (int p = 0; p < k; p++)
                        sum = float.FusedMultiplyAdd(a[i * k + p], b[p * n + j], sum);
                    sum = float.FusedMultiplyAdd(c[i * n + j], 0.5f, sum * 0.75f) + bias[perRow ? i : j];
                    expected[i * n + j] = sum < 0 ? 0 : sum;
                }
            }

            float[] own = [.. c];
            fixed (float* pa = a, pb = b, pc = own, pbias = bias)
                Gemm.Multiply(m, n, k, 0.75f, new(pa, k, 1), new(pb, n, 1), 0.5f, new(pc, n, 1), new Epilogue<float>(pbias, perRow, relu: true));
            own.Should().Equal(expected);
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        (int M, int N, int K)[] shapes = [(300, 257, 310), (31, 900, 400), (1000, 40, 300), (256, 256, 256)];
        foreach (var (m, n, k) in shapes)
        {
            float[] a = Values<float>(m * k, 1), b = Values<float>(k * n, 2);
            float[] one = With(1), two = With(2), five = With(5);
            two.Should().Equal(one);
            five.Should().Equal(one);

            float[] With(int threads)
            {
                var c = new float[m * n];
                int before = Threads.Count;
                Threads.Count = threads;
                try
                {
                    fixed (float* pa = a, pb = b, pc = c)
                        Gemm.Multiply(m, n, k, 1f, new(pa, k, 1), new(pb, 1, k), 0f, new(pc, n, 1));
                }
                finally
                {
                    Threads.Count = before;
                }

                return c;
            }
        }
    }

    [Fact]
    public void A_batch_is_its_products_one_after_the_other()
    {
        const int Count = 64, M = 16, N = 32, K = 4;
        float[] a = Values<float>(Count * M * K, 1), b = Values<float>(Count * K * N, 2), c = new float[Count * M * N];
        var expected = new float[c.Length];
        fixed (float* pa = a, pb = b, pc = c, pe = expected)
        {
            Gemm.MultiplyBatch(
                Count, M, N, K, 1f, new Matrix<float>(pa, K, 1), M * K, new Matrix<float>(pb, N, 1), K * N, 0f,
                new Matrix<float>(pc, N, 1), M * N);
            for (int i = 0; i < Count; i++)
                Gemm.Multiply(M, N, K, 1f, new(pa + i * M * K, K, 1), new(pb + i * K * N, N, 1), 0f, new(pe + i * M * N, N, 1));
        }

        c.Should().Equal(expected);
    }

    private static void Check<T>(
        int m, int n, int k, int layout, double alpha, double beta, bool bias, bool perRow, bool relu, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Rows of the stored matrices are a little longer than they need to be; each of the three may be transposed.
        const int Gap = 3;
        bool ta = (layout & 1) != 0, tb = (layout & 2) != 0, tc = (layout & 4) != 0;
        int la = (ta ? m : k) + Gap, lb = (tb ? k : n) + Gap, lc = (tc ? m : n) + Gap;
        T[] a = Values<T>((ta ? k : m) * la + 1, 1), b = Values<T>((tb ? n : k) * lb + 1, 2),
            c = Values<T>((tc ? n : m) * lc + 1, 3);
        T[] offsets = Values<T>(Math.Max(m, n) + 1, 4), before = (T[])c.Clone();
        fixed (T* pa = a, pb = b, pc = c, pbias = offsets)
        {
            Gemm.Multiply(
                m, n, k, T.CreateTruncating(alpha), ta ? new Matrix<T>(pa, 1, la) : new(pa, la, 1),
                tb ? new Matrix<T>(pb, 1, lb) : new(pb, lb, 1), T.CreateTruncating(beta),
                tc ? new Matrix<T>(pc, 1, lc) : new(pc, lc, 1), new Epilogue<T>(bias ? pbias : null, perRow, relu));
        }

        var written = new bool[c.Length];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                    sum += D(a[ta ? p * la + i : i * la + p]) * D(b[tb ? j * lb + p : p * lb + j]);
                int at = tc ? j * lc + i : i * lc + j;
                sum = alpha * sum + beta * D(before[at]) + (bias ? D(offsets[perRow ? i : j]) : 0);
                if (relu)
                    sum = Math.Max(0, sum);
                written[at] = true;
                if (Math.Abs(D(c[at]) - sum) > tolerance * Math.Max(1, Math.Sqrt(k)))
                    Assert.Fail($"{m} x {n} x {k}, layout {layout}, element ({i}, {j}): {c[at]} instead of {sum}");
            }
        }

        for (int i = 0; i < c.Length; i++)
        {
            if (!written[i] && c[i] != before[i])
                Assert.Fail($"{m} x {n} x {k}, layout {layout}: wrote outside the result, at {i}");
        }

        static double D(T x) => double.CreateTruncating(x);
    }

    private static T[] Values<T>(int count, int seed)
        where T : unmanaged, INumberBase<T>
    {
        var random = new Random(seed);
        var values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = T.CreateTruncating(random.NextDouble() * 2 - 1);
        return values;
    }
}
