namespace RlLab.Sweeps;

/// <summary>The covariance matrix adaptation evolution strategy, with restarts in growing populations.</summary>
/// <remarks>
/// Hansen (2016), drawing from a scrambled Sobol sequence as in Teytaud and Gelly, "DCMA: yet another derandomization in covariance matrix
/// adaptation" (2007); restarts as in Auger and Hansen, "A restart CMA evolution strategy with increasing population size" (2005); steps by a margin,
/// Hamano et al. (2022); categories by shares. A generation is so many successive trials. The strategy is replayed over the record at each
/// suggestion: each generation counts with those of its trials that have ended, a failed one as its worst, and a pending one is left out until it
/// ends. What a trial's choices leave inactive has a coordinate all the same, which does not steer.
/// </remarks>
public sealed class CmaEsSampler : LearningSampler
{
    private const double FirstSigma = 1.0 / 6;
    private const int Attempts = 64;
    private const int MostPopulation = 512;

    private readonly RandomGenerator _restarts;
    private readonly SobolSequence _even;
    private readonly int[] _scales, _categories;
    private readonly Axis[] _scaleAxes;
    private readonly int _warm, _firstPopulation;
    private readonly Lock _lock = new();
    private readonly List<(TrialResult[] Trials, Step After)> _known = [];
    private TrialResult[] _knownWarm = [];

    /// <summary>A CMA-ES sampler over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public CmaEsSampler(SearchSpace space, long seed)
        : this(space, seed, warm: 0)
    {
    }

    /// <summary>The same, started from the best tenth of so many trials that another sampler has suggested.</summary>
    internal CmaEsSampler(SearchSpace space, long seed, int warm)
        : base(space, seed, startup: 0)
    {
        _warm = warm;
        _even = new SobolSequence(seed);
        _restarts = new RandomGenerator(seed).Fork(-1);
        _scales = [.. Enumerable.Range(0, Axes.Count).Where(i => !Axes.All[i].IsCategory)];
        _categories = [.. Enumerable.Range(0, Axes.Count).Where(i => Axes.All[i].IsCategory)];
        _scaleAxes = [.. _scales.Select(i => Axes.All[i])];
        _firstPopulation = 4 + (int)(3 * Math.Log(Math.Max(1, Axes.Count)));
    }

    /// <inheritdoc/>
    public override int Beforehand => _firstPopulation;

    private protected override IEnumerable<double[]> Propose(int trial, IReadOnlyList<TrialResult> earlier, RandomGenerator random)
    {
        var state = Replay(earlier).State;
        return Draws(state, trial, random).Select(Point);
    }

    // The trials of a generation lie evenly in its distribution; only what is refused is replaced by chance.
    private IEnumerable<CmaEsPoint> Draws(CmaEsState state, int trial, RandomGenerator random) =>
        Enumerable.Range(0, Attempts).Select(attempt =>
            state.Draw(random, attempt == 0 ? [.. _even.Point(trial, _scales.Length).Select(Normal.Quantile)] : null));

    private Step Replay(IReadOnlyList<TrialResult> earlier)
    {
        lock (_lock)
        {
            // A generation that is remembered for the same trials is not gone through again; that changes no answer.
            TrialResult[] warm = [.. earlier.Take(_warm)];
            if (_knownWarm.Length != warm.Length || !_knownWarm.Zip(warm, IsSame).All(same => same))
            {
                _known.Clear();
                _knownWarm = warm;
            }

            var (step, begin, generation) = (First(earlier), _warm, 0);
            while (begin + step.Population <= earlier.Count)
            {
                TrialResult[] trials = [.. earlier.Skip(begin).Take(step.Population)];
                begin += step.Population;
                if (generation < _known.Count && _known[generation].Trials.Zip(trials, IsSame).All(same => same)
                    && _known[generation].Trials.Length == trials.Length)
                {
                    step = _known[generation].After;
                }
                else
                {
                    _known.RemoveRange(generation, _known.Count - generation);
                    step = Advance(step, trials);
                    _known.Add((trials, step));
                }

                generation++;
            }

            return step;
        }
    }

    private Step Advance(Step step, TrialResult[] trials)
    {
        var ended = trials.Where(trial => trial.Standing != TrialStanding.Pending).OrderBy(History.LossOf).ToList();
        if (ended.Count < 2)
        {
            return step;
        }

        var state = step.State.Next([.. ended.Select(trial => Recall(step.State, trial))], _scaleAxes);
        var best = History.LossOf(ended[0]);
        double[] bests = [best, .. step.Bests];
        var (window, dimensions) = (10 + 30 * Axes.Count / step.Population, _scales.Length);
        var isFlat = bests.Length >= window && bests.Take(window).Max() - bests.Take(window).Min() <= 1e-12 * Math.Abs(best);
        if (!state.IsSpent && !isFlat)
        {
            return step with { State = state, Bests = bests };
        }

        var random = _restarts.Fork(step.Run);
        double[] mean = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
        return new(new(mean, FirstSigma, Identity(dimensions), EvenShares()), Math.Min(2 * step.Population, MostPopulation), step.Run + 1, []);
    }

    // A trial's setting tells its steps, not the point they were rounded from; that is drawn again from its own generator.
    private CmaEsPoint Recall(CmaEsState state, TrialResult trial)
    {
        var random = RandomOf(trial.Number);
        if (Draws(state, trial.Number, random).FirstOrDefault(drawn => Axes.At(Point(drawn)).Equals(trial.Parameters)) is { } found)
        {
            return found;
        }

        var point = Axes.Of(trial.Parameters);
        return new(
            [.. _scales.Select((axis, i) => double.IsNaN(point[axis]) ? state.Mean[i] : point[axis])],
            [.. _categories.Select(axis => double.IsNaN(point[axis]) ? 0 : Axes.All[axis].CategoryAt(point[axis]))]);
    }

    private Step First(IReadOnlyList<TrialResult> earlier)
    {
        var dimensions = _scales.Length;
        var ended = earlier.Take(_warm).Where(trial => trial.Standing == TrialStanding.Ended).OrderBy(History.LossOf).ToList();
        if (ended.Count == 0)
        {
            return new(new([.. _scales.Select(_ => 0.5)], FirstSigma, Identity(dimensions), EvenShares()), _firstPopulation, 0, []);
        }

        // Nomura et al., "Warm starting CMA-ES for hyperparameter optimization" (2021): the normal distribution nearest to bells around the best
        // tenth.
        const double Bell = 0.1;
        double[][] best =
        [
            .. ended.Take((ended.Count + 9) / 10).Select(trial => Axes.Of(trial.Parameters))
                .Select(point => (double[])[.. _scales.Select(axis => double.IsNaN(point[axis]) ? 0.5 : point[axis])]),
        ];
        double[] mean = [.. Enumerable.Range(0, dimensions).Select(i => best.Average(point => point[i]))];
        var covariance = new double[dimensions, dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            for (var j = 0; j < dimensions; j++)
            {
                covariance[i, j] = best.Average(point => (point[i] - mean[i]) * (point[j] - mean[j])) + (i == j ? Bell * Bell : 0);
            }
        }

        var sigma = Math.Exp(new SymmetricEigen(covariance).Values.Select(value => Math.Log(value) / 2).DefaultIfEmpty(0).Average());
        for (var i = 0; i < dimensions * dimensions; i++)
        {
            covariance[i / dimensions, i % dimensions] /= sigma * sigma;
        }

        return new(new(mean, sigma, covariance, EvenShares()), _firstPopulation, 0, []);
    }

    private double[] Point(CmaEsPoint drawn)
    {
        var point = new double[Axes.Count];
        for (var i = 0; i < _scales.Length; i++)
        {
            point[_scales[i]] = drawn.Scales[i];
        }

        for (var i = 0; i < _categories.Length; i++)
        {
            point[_categories[i]] = Axes.All[_categories[i]].UnitOf(drawn.Categories[i]);
        }

        return point;
    }

    private double[][] EvenShares() =>
        [.. _categories.Select(i => (int)Axes.All[i].Values!.Value).Select(count => Enumerable.Repeat(1.0 / count, count).ToArray())];

    private static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    private static bool IsSame(TrialResult a, TrialResult b) => ReferenceEquals(a, b)
        || (a.Standing == b.Standing && a.Losses.SequenceEqual(b.Losses) && a.Parameters.Equals(b.Parameters));

    /// <summary>Where the strategy stands between two generations.</summary>
    /// <param name="State">What it believes.</param>
    /// <param name="Population">How many trials the next generation has.</param>
    /// <param name="Run">How often it was begun anew.</param>
    /// <param name="Bests">The least loss of each generation of this run, the last first.</param>
    private sealed record Step(CmaEsState State, int Population, int Run, double[] Bests);
}
