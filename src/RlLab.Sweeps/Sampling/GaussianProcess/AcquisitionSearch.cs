namespace RlLab.Sweeps;

/// <summary>Looks for the point of the largest expected improvement.</summary>
/// <param name="axes">The space.</param>
/// <param name="posterior">What is believed of it.</param>
/// <param name="best">What is to be improved on.</param>
internal sealed class AcquisitionSearch(Axes axes, GpPosterior posterior, double best)
{
    // Up to here each value is tried; a finer scale is climbed like a range.
    private const int FewValues = 64;

    /// <summary>Points all over the space and near the best ones, the best first.</summary>
    /// <param name="random">What to draw with.</param>
    /// <param name="spread">How many all over the space.</param>
    /// <param name="near">How many near each of the best.</param>
    /// <param name="incumbents">The best points.</param>
    public List<Candidate> Candidates(RandomGenerator random, int spread, int near, IEnumerable<double[]> incumbents)
    {
        var points = Enumerable.Range(0, spread).Select(_ => Enumerable.Range(0, axes.Count).Select(_ => random.NextDouble()).ToArray()).ToList();
        foreach (var incumbent in incumbents)
        {
            points.AddRange(Enumerable.Range(0, near).Select(_ => Elsewhere(incumbent, random)));
            points.AddRange(Enumerable.Range(0, near).Select(i => Around(incumbent, Math.Pow(10, -0.5 - 2.5 * i / near), random)));
        }

        return [.. points.Select(Settle).Select(point => new Candidate(point, Value(point))).OrderByDescending(candidate => candidate.Value)];
    }

    /// <summary>Goes uphill from a point: along ranges by the slope, along scales and categories value by value.</summary>
    /// <param name="start">The point.</param>
    /// <param name="steps">How many steps to take at most.</param>
    public Candidate Climb(Candidate start, int steps)
    {
        var current = start;
        for (var round = 0; round < 3; round++)
        {
            var before = current.Value;
            current = Step(Slide(current, steps));
            if (current.Value <= before + 1e-6)
            {
                break;
            }
        }

        return current;
    }

    private Candidate Slide(Candidate start, int steps)
    {
        int[] moving = [.. Enumerable.Range(0, axes.Count).Where(axis =>
            !double.IsNaN(start.Point[axis]) && !axes.All[axis].IsCategory && axes.All[axis].Values is null or > FewValues)];
        if (moving.Length == 0)
        {
            return start;
        }

        var (low, high) = (new double[moving.Length], Enumerable.Repeat(1.0, moving.Length).ToArray());
        var found = BoxMinimizer.Minimize(Loss, [.. moving.Select(axis => start.Point[axis])], low, high, steps);
        var point = Settle(Moved(found.Point));
        var value = Value(point);
        return value > start.Value ? new(point, value) : start;

        double Loss(double[] place, double[] gradient)
        {
            var (mean, deviation, meanSlope, deviationSlope) = posterior.At(Moved(place), moving);
            var (improvement, byMean, byDeviation) = LogExpectedImprovement.Of(mean, deviation, best);
            for (var i = 0; i < moving.Length; i++)
            {
                gradient[i] = -(byMean * meanSlope[i] + byDeviation * deviationSlope[i]);
            }

            return -improvement;
        }

        double[] Moved(double[] place)
        {
            var moved = (double[])start.Point.Clone();
            for (var i = 0; i < moving.Length; i++)
            {
                moved[moving[i]] = place[i];
            }

            return moved;
        }
    }

    private Candidate Step(Candidate current)
    {
        for (var axis = 0; axis < axes.Count; axis++)
        {
            if (double.IsNaN(current.Point[axis]) || axes.All[axis].Values is not <= FewValues)
            {
                continue;
            }

            foreach (var unit in axes.All[axis].Places())
            {
                var point = (double[])current.Point.Clone();
                point[axis] = unit;
                // What another alternative makes active begins in the middle.
                point = Settle([.. point.Select(x => double.IsNaN(x) ? 0.5 : x)]);
                current = Value(point) is var value && value > current.Value ? new(point, value) : current;
            }
        }

        return current;
    }

    // The same but for one or two coordinates, which lie anywhere: a coordinate that all the best have in common is not stuck at its value.
    private double[] Elsewhere(double[] incumbent, RandomGenerator random)
    {
        double[] point = [.. incumbent.Select(x => double.IsNaN(x) ? random.NextDouble() : x)];
        for (var moves = 1 + random.NextInt(2); moves > 0; moves--)
        {
            point[random.NextInt(point.Length)] = random.NextDouble();
        }

        return point;
    }

    private double[] Around(double[] incumbent, double distance, RandomGenerator random) =>
    [
        .. incumbent.Select((x, axis) => double.IsNaN(x) ? random.NextDouble()
            : axes.All[axis].IsCategory ? (random.NextDouble() < 0.1 ? random.NextDouble() : x)
            : Math.Clamp(x + distance * random.NextGaussian(), 0, 1)),
    ];

    // The point that stands for the setting at a place: the middles of steps, nothing where inactive.
    private double[] Settle(double[] place) => axes.Of(axes.At(place));

    private double Value(double[] point)
    {
        var (mean, deviation) = posterior.At(point);
        return LogExpectedImprovement.Of(mean, deviation, best).Value;
    }
}

/// <summary>A point, and the logarithm of its expected improvement.</summary>
/// <param name="Point">A coordinate for each axis, NaN where inactive.</param>
/// <param name="Value">The logarithm.</param>
internal sealed record Candidate(double[] Point, double Value);
