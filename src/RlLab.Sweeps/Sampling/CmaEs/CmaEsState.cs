namespace RlLab.Sweeps;

/// <summary>What the evolution strategy believes after a generation: a normal distribution over the scales, and shares of each category.</summary>
/// <remarks>
/// Hansen, "The CMA evolution strategy: a tutorial" (2016), with its negative weights. It is never changed: a generation makes the next.
/// </remarks>
internal sealed class CmaEsState
{
    private const int MostRedraws = 100;

    private readonly int _dimensions;
    private readonly double[,] _covariance, _basis;
    private readonly double[] _mean, _stretch, _lengths, _path, _sigmaPath;
    private readonly double[][] _shares;
    private readonly double _sigma;
    private readonly int _generation;

    /// <summary>The belief at the beginning of a run.</summary>
    /// <param name="mean">Its middle, a coordinate for each scale.</param>
    /// <param name="sigma">Its step size.</param>
    /// <param name="covariance">Its shape.</param>
    /// <param name="shares">The shares of each category, for each axis of categories.</param>
    public CmaEsState(double[] mean, double sigma, double[,] covariance, double[][] shares)
        : this(mean, sigma, covariance, shares, [.. mean.Select(_ => 1.0)], new double[mean.Length], new double[mean.Length], 0)
    {
    }

    private CmaEsState(
        double[] mean, double sigma, double[,] covariance, double[][] shares, double[] stretch, double[] path, double[] sigmaPath, int generation)
    {
        (_dimensions, _mean, _sigma, _covariance, _shares) = (mean.Length, mean, sigma, covariance, shares);
        (_stretch, _path, _sigmaPath, _generation) = (stretch, path, sigmaPath, generation);
        var eigen = new SymmetricEigen(covariance);
        var largest = eigen.Values.Append(1e-300).Max();
        _basis = eigen.Vectors;
        _lengths = [.. eigen.Values.Select(value => Math.Sqrt(Math.Max(value, 1e-14 * largest)))];
        IsSpent = _dimensions > 0 && (Spread().Max() < 1e-7 || _lengths.Min() <= 1e-7 * _lengths.Max());
    }

    /// <summary>Whether the distribution has become too small, or too flat, to find more.</summary>
    public bool IsSpent { get; }

    /// <summary>The middle of the distribution.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>Draws a point: redrawn while it lies outside the cube, then taken to its edge.</summary>
    /// <param name="random">What to draw with.</param>
    /// <param name="first">Standard normal numbers, one a scale, that the first draw takes instead; null for none.</param>
    public CmaEsPoint Draw(RandomGenerator random, double[]? first = null)
    {
        var point = new double[_dimensions];
        for (var draw = 0; draw < MostRedraws; draw++)
        {
            double[] z = [.. _lengths.Select((length, i) => length * (draw == 0 && first is { } ? first[i] : random.NextGaussian()))];
            for (var i = 0; i < _dimensions; i++)
            {
                point[i] = _mean[i];
                for (var j = 0; j < _dimensions; j++)
                {
                    point[i] += _sigma * _stretch[i] * _basis[i, j] * z[j];
                }
            }

            if (point.All(x => x is >= 0 and <= 1))
            {
                break;
            }
        }

        return new([.. point.Select(x => Math.Clamp(x, 0, 1))], [.. _shares.Select(shares => Choose(shares, random.NextDouble()))]);
    }

    /// <summary>The belief after a generation.</summary>
    /// <param name="ranked">Its points, the best first: at least 2.</param>
    /// <param name="scales">The axes of the coordinates, whose steps shall not trap the distribution.</param>
    public CmaEsState Next(IReadOnlyList<CmaEsPoint> ranked, IReadOnlyList<Axis> scales)
    {
        var constants = new CmaEsWeights(ranked.Count, Math.Max(1, _dimensions));
        var shares = Learn(ranked, constants);
        if (_dimensions == 0)
        {
            return new(_mean, _sigma, _covariance, shares, _stretch, _path, _sigmaPath, _generation + 1);
        }

        double[][] steps = [.. ranked.Select(point => (double[])[.. _mean.Select((m, i) => (point.Scales[i] - m) / (_sigma * _stretch[i]))])];
        var shift = new double[_dimensions];
        foreach (var (step, weight) in steps.Zip(constants.Weights).Where(s => s.Second > 0))
        {
            VectorMath.AddScaled(weight, step, shift);
        }

        double[] mean = [.. _mean.Select((m, i) => Math.Clamp(m + _sigma * _stretch[i] * shift[i], 0, 1))];
        var (sigmaRate, pathRate, n) = (constants.SigmaRate, constants.PathRate, (double)_dimensions);
        var white = Whiten(shift);
        double[] sigmaPath =
            [.. _sigmaPath.Select((p, i) => (1 - sigmaRate) * p + Math.Sqrt(sigmaRate * (2 - sigmaRate) * constants.Effective) * white[i])];
        var expected = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        var length = Math.Sqrt(VectorMath.Dot(sigmaPath, sigmaPath));
        var isSteady = length / Math.Sqrt(1 - Math.Pow(1 - sigmaRate, 2 * (_generation + 1))) < (1.4 + 2 / (n + 1)) * expected;
        double[] path =
        [
            .. _path.Select((p, i) => (1 - pathRate) * p + (isSteady ? Math.Sqrt(pathRate * (2 - pathRate) * constants.Effective) * shift[i] : 0)),
        ];
        var covariance = Covary(constants, steps, path, isSteady);
        var sigma = Math.Min(_sigma * Math.Exp(Math.Min(1, sigmaRate / constants.SigmaDamping * (length / expected - 1))), 1);
        var stretch = (double[])_stretch.Clone();
        CmaEsMargin.Keep(mean, stretch, i => sigma * Math.Sqrt(covariance[i, i]), scales, 1.0 / (_dimensions * ranked.Count));
        return new(mean, sigma, covariance, shares, stretch, path, sigmaPath, _generation + 1);
    }

    private IEnumerable<double> Spread() => _mean.Select((_, i) => _sigma * _stretch[i] * Math.Sqrt(_covariance[i, i]));

    private static int Choose(double[] shares, double left)
    {
        var category = 0;
        while (category < shares.Length - 1 && (left -= shares[category]) >= 0)
        {
            category++;
        }

        return category;
    }

    // C^(-1/2) y.
    private double[] Whiten(double[] step)
    {
        var white = new double[_dimensions];
        for (var k = 0; k < _dimensions; k++)
        {
            var along = 0.0;
            for (var i = 0; i < _dimensions; i++)
            {
                along += _basis[i, k] * step[i];
            }

            for (var i = 0; i < _dimensions; i++)
            {
                white[i] += _basis[i, k] * along / _lengths[k];
            }
        }

        return white;
    }

    // Equation 47.
    private double[,] Covary(CmaEsWeights constants, double[][] steps, double[] path, bool isSteady)
    {
        var (one, many) = (constants.OneRate, constants.ManyRate);
        double[] weights =
        [
            .. constants.Weights.Select((w, k) => w >= 0 ? w : w * _dimensions / (VectorMath.Dot(Whiten(steps[k]), Whiten(steps[k])) + 1e-8)),
        ];
        var kept = 1 - one * (isSteady ? 1 : 1 - constants.PathRate * (2 - constants.PathRate)) - many * constants.Weights.Sum();
        var covariance = new double[_dimensions, _dimensions];
        for (var i = 0; i < _dimensions; i++)
        {
            for (var j = i; j < _dimensions; j++)
            {
                var sum = kept * _covariance[i, j] + one * path[i] * path[j];
                for (var k = 0; k < steps.Length; k++)
                {
                    sum += many * weights[k] * steps[k][i] * steps[k][j];
                }

                covariance[i, j] = covariance[j, i] = sum;
            }
        }

        return covariance;
    }

    // A cross-entropy step towards the better half, with a margin below which no category falls: Hamano et al., "CatCMA" (2024).
    private double[][] Learn(IReadOnlyList<CmaEsPoint> ranked, CmaEsWeights constants)
    {
        var rate = constants.Effective / (constants.Effective + _shares.Sum(shares => shares.Length - 1) + _dimensions);
        return
        [
            .. _shares.Select((shares, axis) =>
            {
                double[] next = [.. shares.Select(share => (1 - rate) * share)];
                foreach (var (point, weight) in ranked.Zip(constants.Weights).Where(p => p.Second > 0))
                {
                    next[point.Categories[axis]] += rate * weight;
                }

                var margin = (1 - Math.Pow(0.73, 1.0 / _shares.Length)) / (shares.Length - 1);
                double[] kept = [.. next.Select(share => Math.Max(share, margin))];
                return (double[])[.. kept.Select(share => share / kept.Sum())];
            }),
        ];
    }
}

/// <summary>A point of the evolution strategy.</summary>
/// <param name="Scales">A coordinate for each axis with an order, as it was drawn: not rounded to a step.</param>
/// <param name="Categories">A category for each axis without.</param>
internal sealed record CmaEsPoint(double[] Scales, int[] Categories);
