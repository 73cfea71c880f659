namespace RlLab.Sweeps;

/// <summary>
/// The constants of the evolution strategy for a population and a dimension; letters as in Hansen, "The CMA evolution strategy: a tutorial" (2016).
/// </summary>
internal sealed class CmaEsWeights
{
    /// <summary>Constants of one generation.</summary>
    /// <param name="population">How many points are ranked: at least 2.</param>
    /// <param name="dimensions">How many coordinates there are: at least 1.</param>
    public CmaEsWeights(int population, int dimensions)
    {
        double n = dimensions;
        var raw = Enumerable.Range(1, population).Select(i => Math.Log((population + 1) / 2.0) - Math.Log(i)).ToArray();
        double[] good = [.. raw.Where(w => w > 0)], bad = [.. raw.Where(w => w <= 0)];
        Effective = Square(good.Sum()) / good.Sum(Square);
        PathRate = (4 + Effective / n) / (n + 4 + 2 * Effective / n);
        SigmaRate = (Effective + 2) / (n + Effective + 5);
        SigmaDamping = 1 + 2 * Math.Max(0, Math.Sqrt((Effective - 1) / (n + 1)) - 1) + SigmaRate;
        OneRate = 2 / (Square(n + 1.3) + Effective);
        ManyRate = Math.Min(1 - OneRate, 2 * (Effective - 2 + 1 / Effective) / (Square(n + 2) + Effective));
        ManyRate = Math.Max(ManyRate, 1e-12);

        // Equations 50 to 53: what the bad points take away never makes the matrix lose its definiteness.
        var badEffective = bad.Length == 0 || bad.Sum() == 0 ? 0 : Square(bad.Sum()) / bad.Sum(Square);
        var scale = Math.Min(1 + OneRate / ManyRate, Math.Min(1 + 2 * badEffective / (Effective + 2), (1 - OneRate - ManyRate) / (n * ManyRate)));
        var badSum = -bad.Sum();
        Weights = [.. raw.Select(w => w > 0 ? w / good.Sum() : badSum > 0 ? w * scale / badSum : 0)];
    }

    /// <summary>The weights by rank, w_i; those of the worse half are negative.</summary>
    public double[] Weights { get; }

    /// <summary>How many points the better half counts for, mu_eff.</summary>
    public double Effective { get; }

    /// <summary>The rate of the evolution path, c_c.</summary>
    public double PathRate { get; }

    /// <summary>The rate of the step size's path, c_sigma.</summary>
    public double SigmaRate { get; }

    /// <summary>The damping of the step size, d_sigma.</summary>
    public double SigmaDamping { get; }

    /// <summary>The rate of the path in the covariance, c_1.</summary>
    public double OneRate { get; }

    /// <summary>The rate of the points in the covariance, c_mu.</summary>
    public double ManyRate { get; }

    private static double Square(double x) => x * x;
}
