namespace RlLab.Sweeps;

/// <summary>What a Gaussian process is told: points, a target for each, and what seeds say of the noise.</summary>
/// <remarks>
/// Targets are losses made robust and standard. What is worse than the median counts by the logarithm of its distance, up to a bound, so that
/// neither a loss of 1e300 nor a failed trial bends the model where it matters (compare the warping of Song et al., "The Vizier Gaussian process
/// bandit algorithm", 2024, which counts it by its rank).
/// </remarks>
internal sealed class GpData
{
    /// <summary>The data of trials that have ended or failed.</summary>
    /// <param name="axes">The space.</param>
    /// <param name="trials">The trials; at least one ended.</param>
    public GpData(Axes axes, IReadOnlyList<TrialResult> trials)
        : this(axes, [.. trials.Select(trial => axes.Of(trial.Parameters))])
    {
        var losses = trials.Select(History.LossOf).ToArray();
        var scale = trials.SelectMany(trial => trial.Losses).Where(double.IsFinite).Select(Math.Abs).Append(1e-300).Max();
        var finite = losses.Where(double.IsFinite).Select(loss => loss / scale).Order().ToArray();
        var median = finite[(finite.Length - 1) / 2];
        var good = finite.Where(loss => loss <= median).ToArray();
        var spread = Math.Sqrt(good.Average(loss => (loss - median) * (loss - median)));
        spread = spread > 0 ? spread : finite[^1] - median;
        spread = spread > 0 ? spread : 1;

        double[] warped = [.. losses.Select(loss => Warp((Math.Min(loss / scale, finite[^1]) - median) / spread))];
        var mean = warped.Average();
        var deviation = Math.Sqrt(warped.Average(target => (target - mean) * (target - mean)));
        deviation = deviation > 1e-12 ? deviation : 1;
        Targets = [.. warped.Select(target => (target - mean) / deviation)];
        Repeats = [.. trials.Select(trial => (double)Math.Max(1, trial.Losses.Count))];
        foreach (var trial in trials.Where(trial => trial.Losses.Count > 1 && History.LossOf(trial) / scale <= median))
        {
            // Of the better half alone, whose targets are losses on a scale; and there the noise matters.
            var among = trial.Losses.Average(loss => loss / scale);
            SquaresWithin += trial.Losses.Sum(loss => Square((loss / scale - among) / spread / deviation));
            FreedomWithin += trial.Losses.Count - 1;
        }
    }

    private GpData(Axes axes, double[][] points)
    {
        (Axes, Points, Targets, Repeats) = (axes, points, [], []);
        Columns = [.. Enumerable.Range(0, axes.Count).Select(axis => (double[])[.. points.Select(point => point[axis])])];
        IsPlain = [.. Columns.Select((column, axis) => !axes.All[axis].IsCategory && !column.Any(double.IsNaN))];
    }

    private GpData(GpData known, double[] point, double target)
        : this(known.Axes, [.. known.Points, point])
    {
        (Targets, Repeats) = ([.. known.Targets, target], [.. known.Repeats, 1]);
        (SquaresWithin, FreedomWithin) = (known.SquaresWithin, known.FreedomWithin);
    }

    /// <summary>The space.</summary>
    public Axes Axes { get; }

    /// <summary>The points, by trial.</summary>
    public double[][] Points { get; }

    /// <summary>Their coordinates, by axis.</summary>
    public double[][] Columns { get; }

    /// <summary>Whether an axis has an order and is active in all points.</summary>
    public bool[] IsPlain { get; }

    /// <summary>The targets, of mean 0 and standard deviation 1.</summary>
    public double[] Targets { get; }

    /// <summary>Over how many seeds each target is a mean.</summary>
    public double[] Repeats { get; }

    /// <summary>The sum of squared differences of seeds from their trial's mean, on the scale of targets.</summary>
    public double SquaresWithin { get; }

    /// <summary>How many of these are free: seeds less trials.</summary>
    public int FreedomWithin { get; }

    /// <summary>The same and one more point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="target">What is taken for its target.</param>
    public GpData With(double[] point, double target) => new(this, point, target);

    /// <summary>The squared distance of two coordinates; of a category, and of an inactive coordinate from an active one, it is 0 or 1.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="a">A coordinate, NaN where inactive.</param>
    /// <param name="b">Another.</param>
    public double SquaredDistance(int axis, double a, double b) => Axes.All[axis].IsCategory || double.IsNaN(a) || double.IsNaN(b)
        ? (a.Equals(b) ? 0 : 1)
        : Square(a - b);

    // From the median up to e^5 times the better half's spread by the logarithm.
    private static double Warp(double distance) => distance <= 0 ? distance : Math.Min(Math.Log(1 + distance), 5);

    private static double Square(double x) => x * x;
}
