namespace RlLab.Sweeps;

/// <summary>A density over the axes of a group: a mixture of one product of kernels a trial, and of a wide one, the prior.</summary>
/// <remarks>
/// Bergstra et al., "Algorithms for hyper-parameter optimization" (2011); with one kernel over all axes as in Falkner et al., "BOHB" (2018).
/// A range has a normal kernel that is cut at its ends; of a scale of few values, its mass on each; a category, a mass on its own and the rest on
/// all.
/// </remarks>
internal sealed class ParzenEstimator
{
    // The width of kernels by Scott's rule, and the least one; chosen on the functions of tests/Benchmarks/Samplers. The widths that are usual
    // elsewhere, 0.2 and 1, find less on all of them.
    private const double LargestWidth = 0.08;
    private const double WidthOfOne = 0.3;

    // Up to here each value's mass is counted; the density in the middle of finer cells is as good.
    private const int FewValues = 128;

    private readonly IReadOnlyList<Axis> _axes;
    private readonly double[][] _centers;
    private readonly double[] _weights;
    private readonly double[] _logWeights;
    private readonly double _width;

    /// <summary>An estimate from trials.</summary>
    /// <param name="all">All axes.</param>
    /// <param name="group">The numbers of the axes of the group.</param>
    /// <param name="points">The trials' coordinates on all axes, in the order of trials.</param>
    public ParzenEstimator(IReadOnlyList<Axis> all, int[] group, IReadOnlyList<double[]> points)
    {
        var (axes, count) = (group.Select(axis => all[axis]).ToArray(), points.Count);
        (_axes, Count) = (axes, count + 1);
        _centers = [.. group.Select(axis => Column(points, axis))];
        _width = Math.Max(
            LargestWidth * Math.Pow(Math.Max(count, 1), -1.0 / (axes.Length + 4)), WidthOfOne / Math.Min(100, count + 2));
        _weights = Weights(count);
        var logWidth = Math.Log(_width);
        _logWeights = [.. _weights.Select(weight => Math.Log(weight))];
        var kept = new CutMass(_width);
        for (var a = 0; a < axes.Length; a++)
        {
            if (!IsByValue(axes[a]))
            {
                for (var k = 0; k < count; k++)
                {
                    _logWeights[k] -= kept.LogOf(_centers[a][k]) + logWidth;
                }

                _logWeights[count] -= Math.Log(Normal.Mass(-0.5, 0.5));
            }
        }
    }

    /// <summary>How many kernels there are, the prior's included.</summary>
    public int Count { get; }

    /// <summary>A draw.</summary>
    /// <param name="random">What to draw with.</param>
    /// <returns>A coordinate for each axis of the group.</returns>
    public double[] Draw(RandomGenerator random)
    {
        var (kernel, left) = (0, random.NextDouble());
        while (kernel < Count - 1 && (left -= _weights[kernel]) >= 0)
        {
            kernel++;
        }

        return [.. Enumerable.Range(0, _axes.Count).Select(a => Draw(a, kernel, random))];
    }

    /// <summary>The logarithm of the density at a point, up to what two estimates over the same axes have in common.</summary>
    /// <param name="point">A coordinate for each axis of the group.</param>
    public double LogDensity(ReadOnlySpan<double> point)
    {
        var logs = _logWeights.ToArray();
        var (half, priorHalf) = (-0.5 / (_width * _width), -0.5);
        for (var a = 0; a < _axes.Count; a++)
        {
            if (IsByValue(_axes[a]))
            {
                AddMasses(a, point[a], logs);
                continue;
            }

            VectorMath.AddSquaredDistances(half, _centers[a].AsSpan(0, Count - 1), point[a], logs);
            logs[^1] += priorHalf * (point[a] - 0.5) * (point[a] - 0.5);
        }

        var top = logs.Max();
        var sum = 0.0;
        foreach (var log in logs)
        {
            // What is smaller by e^40 does not change a double.
            sum += log - top > -40 ? Math.Exp(log - top) : 0;
        }

        return top + Math.Log(sum);
    }

    private static double[] Column(IReadOnlyList<double[]> points, int axis)
    {
        var column = new double[points.Count + 1];
        for (var k = 0; k < points.Count; k++)
        {
            column[k] = points[k][axis];
        }

        // Of the prior.
        column[^1] = 0.5;
        return column;
    }

    private static bool IsByValue(Axis axis) => axis.IsCategory || axis.Values <= FewValues;

    private double Draw(int axis, int kernel, RandomGenerator random)
    {
        var (isPrior, center) = (kernel == Count - 1, _centers[axis][kernel]);
        if (_axes[axis].IsCategory)
        {
            var all = _axes[axis].Values!.Value;
            return isPrior || random.NextDouble() < Spread(all) ? _axes[axis].UnitOf(random.NextInt((int)all)) : center;
        }

        while (true)
        {
            // Redrawn where it falls outside: at least a third does not.
            if (center + (isPrior ? 1 : _width) * random.NextGaussian() is >= 0 and <= 1 and var drawn)
            {
                return drawn;
            }
        }
    }

    // The share of a category's kernel that lies evenly on all of them.
    private double Spread(double values) => values / (Count + values);

    private void AddMasses(int a, double unit, Span<double> logs)
    {
        var (axis, centers) = (_axes[a], _centers[a]);
        var values = axis.Values!.Value;
        if (axis.IsCategory)
        {
            var other = Spread(values) / values;
            var (logOwn, logOther, own) = (Math.Log(1 - Spread(values) + other), Math.Log(other), axis.CategoryAt(unit));
            for (var k = 0; k < Count - 1; k++)
            {
                logs[k] += axis.CategoryAt(centers[k]) == own ? logOwn : logOther;
            }

            logs[^1] -= Math.Log(values);
            return;
        }

        // Kernels of trials with the same value are the same.
        var (low, high) = axis.Cell(unit);
        var known = new Dictionary<double, double>();
        for (var k = 0; k < Count - 1; k++)
        {
            if (!known.TryGetValue(centers[k], out var log))
            {
                log = LogShare(low, high, centers[k], _width);
                known.Add(centers[k], log);
            }

            logs[k] += log;
        }

        logs[^1] += LogShare(low, high, 0.5, 1);
    }

    private static double LogShare(double low, double high, double center, double width) => Math.Log(Math.Max(
        Normal.Mass((low - center) / width, (high - center) / width) / Normal.Mass(-center / width, (1 - center) / width), 1e-300));

    /// <summary>Weights of the trials by age, and of the prior: the last 25 count fully, those before less the older they are.</summary>
    private static double[] Weights(int count)
    {
        const int Full = 25;
        var weights = new double[count + 1];
        for (var i = 0; i < count; i++)
        {
            weights[i] = i >= count - Full ? 1 : 1.0 / count + (1 - 1.0 / count) * i / Math.Max(1, count - Full - 1);
        }

        weights[count] = 1;
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
