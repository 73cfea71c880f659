using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace ManagedTorch.Tests.Kernels;

using Softmax = TorchSharp.Kernels.Softmax;

/// <summary>Elementwise loops and reductions against plain ones, over lengths around every vector boundary.</summary>
public sealed unsafe class LoopTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65, 100, 1000, 1025, 5000];

    [Fact]
    public void Binary_loops_write_every_element_and_nothing_else()
    {
        foreach (int n in Lengths)
        {
            float[] x = Values(n + 1, 1), y = Values(n + 1, 2), z = new float[n + 1];
            z[n] = 42;
            fixed (float* px = x, py = y, pz = z)
                Elementwise.Binary<float, Multiply<float>>(px, py, pz, n);
            for (int i = 0; i < n; i++)
                z[i].Should().Be(x[i] * y[i]);
            z[n].Should().Be(42);
        }
    }

    [Fact]
    public void Long_loops_are_the_same_on_any_number_of_threads()
    {
        using var scope = NewDisposeScope();
        float[] x = Values(700_001, 1);
        int before = get_num_threads();
        try
        {
            set_num_threads(1);
            float[] one = tensor(x).sigmoid().mul(tensor(x)).data<float>().ToArray();
            set_num_threads(3);
            float[] three = tensor(x).sigmoid().mul(tensor(x)).data<float>().ToArray();
            three.AsSpan().SequenceEqual(one).Should().BeTrue();
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Sums_of_any_length_agree_with_a_sum_in_double_precision()
    {
        foreach (int n in Lengths.Append(1_000_003))
        {
            float[] x = Values(n + 1, 5);
            fixed (float* px = x)
                Reductions.Sum(px, n).Should().BeApproximately((float)x.Take(n).Sum(v => (double)v), 1e-5f * MathF.Sqrt(n + 1));
        }
    }

    [Fact]
    public void Column_sums_agree_with_a_sum_in_double_precision()
    {
        foreach (int columns in Lengths.Where(n => n <= 100))
        {
            foreach (int rows in new[] { 0, 1, 5, 128, 129, 700 })
            {
                int step = columns + 2;
                float[] x = Values(rows * step + 1, 6), y = new float[columns + 1];
                fixed (float* px = x, py = y)
                    Reductions.ColumnSums(px, rows, columns, step, py);
                for (int j = 0; j < columns; j++)
                    ((double)y[j]).Should().BeApproximately(Enumerable.Range(0, rows).Sum(i => (double)x[i * step + j]), 1e-4);
                y[columns].Should().Be(0);
            }
        }
    }

    [Fact]
    public void A_nan_is_the_largest()
    {
        float[] x = Values(40, 8);
        x[33] = float.NaN;
        fixed (float* px = x)
        {
            Reductions.Max(px, 40).Should().Be(float.NaN);
            Reductions.Max(px, 33).Should().Be(x.Take(33).Max());
            Reductions.Max(px + 34, 3).Should().Be(x.Skip(34).Take(3).Max());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Softmax_and_its_gradient_agree_with_the_definition(bool logarithm)
    {
        foreach (int columns in new[] { 1, 2, 4, 15, 16, 17, 50 })
        {
            foreach (int rows in new[] { 1, 3, 8, 9, 20 })
            {
                int n = rows * columns;
                float[] x = Values(n, 9), g = Values(n, 10), y = new float[n + 1], gx = new float[n + 1];
                for (int i = 0; i < n; i++)
                    x[i] *= 30;
                double[] dx = [.. x], dg = [.. g], dy = new double[n], dgx = new double[n];
                fixed (float* px = x, pg = g, py = y, pgx = gx)
                fixed (double* qx = dx, qg = dg, qy = dy, qgx = dgx)
                {
                    Softmax.Forward(px, py, rows, columns, logarithm);
                    Softmax.Backward(pg, py, pgx, rows, columns, logarithm);
                    Softmax.Forward(qx, qy, rows, columns, logarithm);
                    Softmax.Backward(qg, qy, qgx, rows, columns, logarithm);
                }

                for (int r = 0; r < rows; r++)
                {
                    double[] row = [.. x.Skip(r * columns).Take(columns)], gr = [.. g.Skip(r * columns).Take(columns)];
                    double max = row.Max(), sum = row.Sum(v => Math.Exp(v - max));
                    double[] p = [.. row.Select(v => Math.Exp(v - max) / sum)];
                    double dot = logarithm ? gr.Sum() : gr.Zip(p, (a, b) => a * b).Sum();
                    for (int j = 0; j < columns; j++)
                    {
                        int at = r * columns + j;
                        double value = logarithm ? row[j] - max - Math.Log(sum) : p[j];
                        double slope = logarithm ? gr[j] - p[j] * dot : p[j] * (gr[j] - dot);
                        ((double)y[at]).Should().BeApproximately(value, 1e-5);
                        ((double)gx[at]).Should().BeApproximately(slope, 1e-5);
                        dy[at].Should().BeApproximately(value, 1e-12);
                        dgx[at].Should().BeApproximately(slope, 1e-12);
                    }
                }

                (y[n], gx[n]).Should().Be((0f, 0f));
            }
        }
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)(random.NextDouble() * 2 - 1);
        return values;
    }
}
