namespace RlLab.Sweeps;

/// <summary>Bayesian optimisation with a Gaussian process: the setting with the largest expected improvement is tried next.</summary>
/// <remarks>
/// Matern 5/2 with a length scale for each parameter, fitted anew with every twentieth more trials; log expected improvement on the best posterior
/// mean. The noise is learned with the rest, and from the differences between seeds. A pending trial counts with what the process expects of it
/// (Ginsbourger et al., "Kriging is well-suited to parallelize optimization", 2010), a failed one as the worst. The first trials are a scrambled
/// Sobol sequence. Time grows with the cube of the trials.
/// </remarks>
public sealed class GpSampler : LearningSampler
{
    private const int Spread = 512;
    private const int Near = 64;
    private const int Climbs = 5;
    private const int Steps = 40;

    private readonly Lock _lock = new();
    private (TrialResult[] Trials, double[] Logs)? _known;

    /// <summary>A Gaussian process over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public GpSampler(SearchSpace space, long seed)
        : base(space, seed, startup: Math.Clamp(space.Parameters.Count + 2, 5, 15))
    {
    }

    private protected override IEnumerable<double[]> Propose(int trial, IReadOnlyList<TrialResult> earlier, RandomGenerator random)
    {
        var ended = earlier.Where(result => result.Standing != TrialStanding.Pending).ToArray();
        var logs = Fit(ended);
        var data = new GpData(Axes, ended);
        var posterior = new GpPosterior(data, logs);
        var best = data.Points.Min(point => posterior.At(point).Mean);
        foreach (var pending in earlier.Where(result => result.Standing == TrialStanding.Pending))
        {
            var point = Axes.Of(pending.Parameters);
            data = data.With(point, posterior.At(point).Mean);
            posterior = new GpPosterior(data, logs);
        }

        var search = new AcquisitionSearch(Axes, posterior, best);
        var starts = search.Candidates(random, Spread, Near, data.Points.OrderBy(point => posterior.At(point).Mean).Take(3));
        var climbed = starts.Take(Climbs).Select(start => search.Climb(start, Steps)).OrderByDescending(found => found.Value);
        return climbed.Concat(starts).Select(found => found.Point);
    }

    // Of the first trials, in steps of a twentieth of them: the same at every suggestion until there are so many more.
    private double[] Fit(TrialResult[] ended)
    {
        TrialResult[] trials = [.. ended.Take(ended.Length - ended.Length % Math.Max(1, ended.Length / 20))];
        trials = trials.Any(trial => double.IsFinite(History.LossOf(trial))) ? trials : ended;
        lock (_lock)
        {
            // What is remembered for the same trials changes no answer.
            if (_known is not { } known || !known.Trials.SequenceEqual(trials))
            {
                _known = known = (trials, GpFit.Of(new GpData(Axes, trials)));
            }

            return known.Logs;
        }
    }
}
