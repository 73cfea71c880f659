using TorchSharp.Kernels;

namespace ManagedTorch.Tests.Kernels;

/// <summary>Two steps of each optimiser against the formulas written out for one number, over lengths with tails.</summary>
public sealed unsafe class OptimizerStepsTests
{
    private const int Longest = 37;

    [Theory]
    [InlineData(0.0, 0.0, 0.0, false)]
    [InlineData(0.9, 0.1, 0.01, false)]
    [InlineData(0.9, 0.0, 0.0, true)]
    public void Sgd(double momentum, double dampening, double decay, bool nesterov)
    {
        double[] p = Values(1), g = Values(2), buffer = new double[Longest], expected = [.. p], state = new double[Longest];
        for (int step = 0; step < 2; step++)
        {
            fixed (double* pp = p, pg = g, pb = buffer)
                OptimizerSteps.Sgd(pp, pg, momentum != 0 ? pb : null, Longest, step == 0, 0.1, momentum, dampening, decay,
                    nesterov, false);
            for (int i = 0; i < Longest; i++)
            {
                double d = g[i] + decay * expected[i];
                if (momentum != 0)
                {
                    state[i] = step == 0 ? d : momentum * state[i] + (1 - dampening) * d;
                    d = nesterov ? d + momentum * state[i] : state[i];
                }

                expected[i] -= 0.1 * d;
            }
        }

        Near(p, expected);
    }

    [Fact]
    public void Adam_moves_a_few_numbers_as_it_moves_them_among_others_and_none_beyond()
    {
        const int whole = 64;
        var random = new Random(5);
        float[] p = Singles(), g = Singles(), m = Singles(), v = [.. Singles().Select(Math.Abs)], top = [.. Singles().Select(Math.Abs)];
        var expected = Step(whole);
        for (int count = 1; count < whole; count++)
        {
            var own = Step(count);
            for (int array = 0; array < own.Length; array++)
            {
                own[array][..count].Should().Equal(expected[array][..count]);
                own[array][count..].Should().Equal(new[] { p, m, v, top }[array][count..]);
            }
        }

        float[][] Step(int count)
        {
            float[][] all = [[.. p], [.. m], [.. v], [.. top]];
            fixed (float* pp = all[0], pm = all[1], pv = all[2], pt = all[3], pg = g)
                OptimizerSteps.Adam(pp, pg, pm, pv, pt, count, 3, 0.01, 0.9, 0.999, 1e-8, 0.1, true, false);
            return all;
        }

        float[] Singles() => [.. Enumerable.Range(0, whole).Select(_ => (float)(2 * random.NextDouble() - 1))];
    }

    [Theory]
    [InlineData(false, false, 0.0)]
    [InlineData(true, false, 0.1)]
    [InlineData(false, true, 0.1)]
    public void Adam(bool decoupled, bool amsgrad, double decay)
    {
        double[] p = Values(1), m = new double[Longest], v = new double[Longest], top = new double[Longest];
        double[] expected = [.. p], em = new double[Longest], ev = new double[Longest], et = new double[Longest];
        for (int step = 1; step <= 2; step++)
        {
            double[] g = Values(step + 1);
            fixed (double* pp = p, pg = g, pm = m, pv = v, pt = top)
                OptimizerSteps.Adam(
                    pp, pg, pm, pv, amsgrad ? pt : null, Longest, step, 0.01, 0.9, 0.999, 1e-8, decay, decoupled, true);
            for (int i = 0; i < Longest; i++)
            {
                double d = -g[i];
                if (decoupled)
                    expected[i] *= 1 - 0.01 * decay;
                else
                    d += decay * expected[i];
                em[i] = 0.9 * em[i] + 0.1 * d;
                ev[i] = 0.999 * ev[i] + 0.001 * d * d;
                et[i] = Math.Max(et[i], ev[i]);
                double root = Math.Sqrt((amsgrad ? et[i] : ev[i]) / (1 - Math.Pow(0.999, step))) + 1e-8;
                expected[i] -= 0.01 * em[i] / (1 - Math.Pow(0.9, step)) / root;
            }
        }

        Near(p, expected);
    }

    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(true, 0.8)]
    public void RmsProp(bool centered, double momentum)
    {
        double[] p = Values(1), v = new double[Longest], m = new double[Longest], b = new double[Longest];
        double[] expected = [.. p], ev = new double[Longest], em = new double[Longest], eb = new double[Longest];
        for (int step = 1; step <= 2; step++)
        {
            double[] g = Values(step + 1);
            fixed (double* pp = p, pg = g, pv = v, pm = m, pb = b)
                OptimizerSteps.RmsProp(
                    pp, pg, pv, centered ? pm : null, momentum != 0 ? pb : null, Longest, 0.01, 0.99, 1e-8, 0.1, momentum, false);
            for (int i = 0; i < Longest; i++)
            {
                double d = g[i] + 0.1 * expected[i];
                ev[i] = 0.99 * ev[i] + 0.01 * d * d;
                em[i] = 0.99 * em[i] + 0.01 * d;
                double root = Math.Sqrt(centered ? ev[i] - em[i] * em[i] : ev[i]) + 1e-8;
                eb[i] = momentum * eb[i] + d / root;
                expected[i] -= 0.01 * eb[i];
            }
        }

        Near(p, expected);
    }

    [Fact]
    public void Adagrad()
    {
        double[] p = Values(1), s = new double[Longest], expected = [.. p], es = new double[Longest];
        for (int step = 1; step <= 2; step++)
        {
            double[] g = Values(step + 1);
            fixed (double* pp = p, pg = g, ps = s)
                OptimizerSteps.Adagrad(pp, pg, ps, Longest, step, 0.1, 0.5, 1e-10, 0.01, false);
            for (int i = 0; i < Longest; i++)
            {
                double d = g[i] + 0.01 * expected[i];
                es[i] += d * d;
                expected[i] -= 0.1 / (1 + (step - 1) * 0.5) * d / (Math.Sqrt(es[i]) + 1e-10);
            }
        }

        Near(p, expected);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    public void What_is_kept_of_a_gradient_fades_to_zero_and_is_never_subnormal(string optimizer)
    {
        float[] p = new float[Longest], g = new float[Longest], a = new float[Longest], b = new float[Longest], c = new float[Longest];
        g.AsSpan().Fill(1);
        for (int step = 1; step <= 3_000; step++)
        {
            Step(optimizer, p, g, a, b, c, step);
            a.Concat(b).Concat(c).Should().NotContain(x => float.IsSubnormal(x), $"step {step}");
            g.AsSpan().Fill(step < 10 ? 1e-21f : 0);
        }

        a.Concat(b).Concat(c).Should().OnlyContain(x => x == 0);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    public void What_is_kept_of_a_gradient_that_is_not_a_number_is_none(string optimizer)
    {
        float[] p = new float[Longest], g = new float[Longest], a = new float[Longest], b = new float[Longest], c = new float[Longest];
        g[3] = g[36] = float.NaN;
        Step(optimizer, p, g, a, b, c, 1);
        Step(optimizer, p, g, a, b, c, 2);
        new[] { p[3], p[36], a[3], a[36] }.Should().OnlyContain(x => float.IsNaN(x));
        p[4].Should().Be(0);
    }

    private static void Step(string optimizer, float[] p, float[] g, float[] a, float[] b, float[] c, int step)
    {
        fixed (float* pp = p, pg = g, pa = a, pb = b, pc = c)
        {
            if (optimizer == "sgd")
                OptimizerSteps.Sgd(pp, pg, pa, Longest, step == 1, 0.1f, 0.9f, 0, 0, nesterov: true, maximize: false);
            else if (optimizer == "adam")
                OptimizerSteps.Adam(pp, pg, pa, pb, null, Longest, step, 0.001, 0.9, 0.95, 1e-8, 0, decoupled: false, maximize: false);
            else
                OptimizerSteps.RmsProp(pp, pg, pa, pb, pc, Longest, 0.001, 0.95, 0.01, 0, 0.95, maximize: false);
        }
    }

    private static void Near(double[] actual, double[] expected)
    {
        for (int i = 0; i < actual.Length; i++)
            actual[i].Should().BeApproximately(expected[i], 1e-12, $"element {i}");
    }

    private static double[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Longest).Select(_ => random.NextDouble() * 2 - 1)];
    }
}
