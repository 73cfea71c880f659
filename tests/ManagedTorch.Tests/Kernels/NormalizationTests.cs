using TorchSharp.Kernels;

namespace ManagedTorch.Tests.Kernels;

/// <summary>Normalizations against their definitions, and their gradients against finite differences in float64.</summary>
public sealed unsafe class NormalizationTests
{
    private const double Epsilon = 1e-5;

    [Theory]
    [InlineData(6, 3, 1)]
    [InlineData(3, 2, 37)]
    [InlineData(1, 2, 483)]
    public void Batch_normalization(int batch, int channels, int pixels)
    {
        int n = batch * channels * pixels;
        double[] x = Values(n, 1), w = Values(channels, 2), bias = Values(channels, 3), dy = Values(n, 4);
        double[] y = Batch(x, w, bias), dx = new double[n], dw = new double[channels], db = new double[channels];
        var (mean, scale) = Statistics(x);
        for (int c = 0; c < channels; c++)
        {
            double[] channel = [.. Enumerable.Range(0, n).Where(i => i / pixels % channels == c).Select(i => x[i])];
            double average = channel.Average(), variance = channel.Average(v => (v - average) * (v - average));
            mean[c].Should().BeApproximately(average, 1e-12);
            scale[c].Should().BeApproximately(1 / Math.Sqrt(variance + Epsilon), 1e-10);
        }

        for (int i = 0; i < n; i++)
        {
            int c = i / pixels % channels;
            y[i].Should().BeApproximately((x[i] - mean[c]) * scale[c] * w[c] + bias[c], 1e-12);
        }

        fixed (double* px = x, pw = w, pdy = dy, pm = mean, ps = scale, pdx = dx, pdw = dw, pdb = db)
            BatchNormalization.Backward(pdy, px, batch, channels, pixels, pm, ps, pw, true, false, null, null, null, pdx, pdw, pdb);
        Slopes(x, dx, () => Batch(x, w, bias), dy);
        Slopes(w, dw, () => Batch(x, w, bias), dy);
        Slopes(bias, db, () => Batch(x, w, bias), dy);

        fixed (double* px = x, pw = w, pdy = dy, pm = mean, ps = scale, pdx = dx, pdw = dw, pdb = db)
            BatchNormalization.Backward(pdy, px, batch, channels, pixels, pm, ps, pw, false, false, null, null, null, pdx, pdw, pdb);
        Slopes(x, dx, () => Apply(x, w, bias, mean, scale), dy);
        Slopes(w, dw, () => Apply(x, w, bias, mean, scale), dy);

        double[] Batch(double[] x, double[] w, double[] bias)
        {
            var (mean, scale) = Statistics(x);
            return Apply(x, w, bias, mean, scale);
        }

        (double[] Mean, double[] Scale) Statistics(double[] x)
        {
            double[] mean = new double[channels], variance = new double[channels];
            fixed (double* px = x, pm = mean, pv = variance)
                BatchNormalization.Statistics(px, batch, channels, pixels, pm, pv);
            return (mean, [.. variance.Select(v => 1 / Math.Sqrt(v + Epsilon))]);
        }

        double[] Apply(double[] x, double[] w, double[] bias, double[] mean, double[] scale)
        {
            var y = new double[n];
            double[] factor = new double[channels], offset = new double[channels];
            fixed (double* px = x, pm = mean, ps = scale, pw = w, pb = bias, pf = factor, po = offset, py = y)
            {
                BatchNormalization.Coefficients(channels, pm, ps, pw, pb, pf, po);
                BatchNormalization.Apply(px, batch, channels, pixels, pf, po, false, py);
            }
            return y;
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 13)]
    [InlineData(2, 64)]
    public void Layer_normalization(int rows, int columns)
    {
        int n = rows * columns;
        double[] x = Values(n, 1), w = Values(columns, 2), bias = Values(columns, 3), dy = Values(n, 4);
        double[] mean = new double[rows], scale = new double[rows], y = Forward();
        for (int r = 0; r < rows; r++)
        {
            double[] row = [.. x.Skip(r * columns).Take(columns)];
            double average = row.Average(), deviation = Math.Sqrt(row.Average(v => (v - average) * (v - average)) + Epsilon);
            for (int j = 0; j < columns; j++)
                y[r * columns + j].Should().BeApproximately((row[j] - average) / deviation * w[j] + bias[j], 1e-10);
        }

        double[] dx = new double[n], dw = new double[columns], db = new double[columns];
        fixed (double* px = x, pw = w, pdy = dy, pm = mean, ps = scale, pdx = dx, pdw = dw, pdb = db)
            LayerNormalization.Backward(pdy, px, rows, columns, pw, pm, ps, pdx, pdw, pdb);
        Slopes(x, dx, Forward, dy);
        Slopes(w, dw, Forward, dy);
        Slopes(bias, db, Forward, dy);

        double[] Forward()
        {
            var y = new double[n];
            fixed (double* px = x, pw = w, pb = bias, py = y, pm = mean, ps = scale)
                LayerNormalization.Forward(px, rows, columns, Epsilon, pw, pb, py, pm, ps);
            return y;
        }
    }

    /// <summary>Central differences of f . dy at a few places of an argument.</summary>
    private static void Slopes(double[] argument, double[] gradient, Func<double[]> f, double[] dy)
    {
        const double Step = 1e-5;
        for (int i = 0; i < argument.Length; i += Math.Max(1, argument.Length / 20))
        {
            double before = argument[i];
            argument[i] = before + Step;
            double above = f().Zip(dy, (a, b) => a * b).Sum();
            argument[i] = before - Step;
            double below = f().Zip(dy, (a, b) => a * b).Sum();
            argument[i] = before;
            gradient[i].Should().BeApproximately((above - below) / (2 * Step), 1e-5 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    private static double[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1)];
    }
}
