using TorchSharp.Kernels;

namespace ManagedTorch.Tests.Kernels;

public sealed unsafe class ConvolutionTests
{
    public static TheoryData<string> Shapes() =>
    [
        "1 1 1 1 1  1 1  1 1  0 0  1 1  1", "2 3 6 5 4  3 2  1 1  0 0  1 1  1", "3 5 44 40 7  4 4  2 2  2 2  1 1  1",
        "2 4 23 21 6  2 2  2 2  0 0  1 1  1", "2 4 9 11 6  3 3  2 3  1 2  1 1  2", "1 6 12 9 6  3 2  1 2  2 1  2 3  3",
        "2 3 7 8 5  1 1  1 1  0 0  1 1  1", "2 3 7 8 5  1 1  2 2  1 1  1 1  1", "3 2 1 17 3  1 5  1 2  0 4  1 2  1",
        "2 2 5 5 3  3 3  5 5  2 2  1 1  1", "9 1 40 70 2  3 3  2 2  1 1  1 1  1", "0 2 5 5 3  3 3  1 1  1 1  1 1  1",
        "2 2 8 37 3  5 2  3 2  4 7  1 4  1",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Convolution_and_its_gradients_agree_with_plain_loops(string sizes)
    {
        ConvolutionShape s = Parse(sizes);
        double[] x = Values(s.Batch * s.Channels * s.Height * s.Width, 1), w = Values(s.Filters * s.Taps, 2),
            bias = Values(s.Filters, 3);
        double[] dy = Values(s.Batch * s.Filters * s.Pixels, 4);
        double[] y = new double[dy.Length], dx = new double[x.Length], dw = new double[w.Length], db = new double[bias.Length];
        for (int n = 0; n < s.Batch; n++)
            for (int f = 0; f < s.Filters; f++)
                for (int oy = 0; oy < s.OutHeight; oy++)
                    for (int ox = 0; ox < s.OutWidth; ox++)
                    {
                        int at = ((n * s.Filters + f) * s.OutHeight + oy) * s.OutWidth + ox;
                        y[at] = bias[f];
                        db[f] += dy[at];
                        for (int c = 0; c < s.GroupChannels; c++)
                            for (int i = 0; i < s.KernelHeight; i++)
                                for (int j = 0; j < s.KernelWidth; j++)
                                {
                                    int iy = oy * s.StrideHeight + i * s.DilationHeight - s.PaddingHeight;
                                    int ix = ox * s.StrideWidth + j * s.DilationWidth - s.PaddingWidth;
                                    if (iy < 0 || iy >= s.Height || ix < 0 || ix >= s.Width)
                                        continue;
                                    int channel = f / s.GroupFilters * s.GroupChannels + c;
                                    int from = ((n * s.Channels + channel) * s.Height + iy) * s.Width + ix;
                                    int tap = ((f * s.GroupChannels + c) * s.KernelHeight + i) * s.KernelWidth + j;
                                    y[at] += x[from] * w[tap];
                                    dx[from] += dy[at] * w[tap];
                                    dw[tap] += dy[at] * x[from];
                                }
                    }

        Near(Compute<double>(s, x, w, bias, dy), [y, dx, dw, db], 1e-11);
        Near(Compute<float>(s, x, w, bias, dy), [y, dx, dw, db], 2e-5 * Math.Sqrt(s.Batch * s.Pixels + s.Taps));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        ConvolutionShape s = Parse("37 5 44 40 32  4 4  2 2  2 2  1 1  1");
        double[] x = Values(s.Batch * s.Channels * s.Height * s.Width, 1), w = Values(s.Filters * s.Taps, 2),
            bias = Values(s.Filters, 3);
        double[] dy = Values(s.Batch * s.Filters * s.Pixels, 4);
        int before = Threads.Count;
        try
        {
            Threads.Count = 1;
            double[][] one = Compute<float>(s, x, w, bias, dy);
            Threads.Count = 3;
            double[][] three = Compute<float>(s, x, w, bias, dy);
            for (int i = 0; i < one.Length; i++)
                three[i].AsSpan().SequenceEqual(one[i]).Should().BeTrue();
        }
        finally
        {
            Threads.Count = before;
        }
    }

    private static double[][] Compute<T>(ConvolutionShape s, double[] x, double[] w, double[] bias, double[] dy)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T[] tx = To(x), tw = To(w), tb = To(bias), tdy = To(dy);
        T[] y = new T[dy.Length], dx = new T[x.Length], dw = new T[w.Length], db = new T[bias.Length];
        fixed (T* px = tx, pw = tw, pb = tb, pdy = tdy, py = y, pdx = dx, pdw = dw, pdb = db)
        {
            Convolution.Forward(s, new Images<T>(px), pw, pb, py, default(NoPlanes));
            Convolution.BackwardInput(s, pdy, pw, pdx, default(NoPlanes));
            Convolution.BackwardWeight(s, new Images<T>(px), pdy, pdw, pdb);
        }

        return [From(y), From(dx), From(dw), From(db)];

        static T[] To(double[] values) => Array.ConvertAll(values, T.CreateTruncating);

        static double[] From(T[] values) => Array.ConvertAll(values, double.CreateTruncating);
    }

    private static void Near(double[][] actual, double[][] expected, double tolerance)
    {
        string[] names = ["result", "gradient for x", "gradient for w", "gradient for the bias"];
        for (int a = 0; a < actual.Length; a++)
        {
            for (int i = 0; i < actual[a].Length; i++)
            {
                if (!(Math.Abs(actual[a][i] - expected[a][i]) <= tolerance))
                    Assert.Fail($"{names[a]}, element {i}: {actual[a][i]} instead of {expected[a][i]}");
            }
        }
    }

    private static ConvolutionShape Parse(string sizes)
    {
        int[] v = [.. sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        return new(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13]);
    }

    private static double[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (double)(float)(random.NextDouble() * 2 - 1))];
    }
}
