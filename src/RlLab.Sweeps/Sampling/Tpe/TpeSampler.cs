namespace RlLab.Sweeps;

/// <summary>The tree-structured Parzen estimator: settings that are likelier among the good trials than among the others.</summary>
/// <remarks>
/// Bergstra et al., "Algorithms for hyper-parameter optimization" (2011), with one density over all parameters that exist together, and one for
/// those of each alternative, from the trials that took it. A tenth of the trials are the good ones, 25 at most. Trials that are pending count
/// among the others, so that workers do not crowd one place; so do those that failed. The first ten trials are a scrambled Sobol sequence.
/// </remarks>
public sealed class TpeSampler : LearningSampler
{
    private const int Startup = 10;
    private const int Candidates = 24;
    private const int MostGood = 25;
    private const int Rounds = 8;

    /// <summary>A TPE sampler over a search space.</summary>
    /// <param name="space">What to choose from.</param>
    /// <param name="seed">The sweep's seed.</param>
    /// <exception cref="SweepException">No setting that the constraints allow was found.</exception>
    public TpeSampler(SearchSpace space, long seed)
        : base(space, seed, Startup)
    {
    }

    private protected override IEnumerable<double[]> Propose(int trial, IReadOnlyList<TrialResult> earlier, RandomGenerator random)
    {
        var history = new History(Axes, earlier);
        var order = Enumerable.Range(0, earlier.Count).OrderBy(i => double.IsNaN(history.Losses[i]) ? 1 : 0).ThenBy(i => history.Losses[i]).ToArray();
        var groups = Axes.Groups.Select(group => new Group(group, Axes, history, order)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            // The candidates of the first group from the best on, each with the best of what its choices make active.
            foreach (var first in groups[0].Candidates(random))
            {
                var point = new double[Axes.Count];
                groups[0].Write(first, point);
                foreach (var group in groups.Skip(1))
                {
                    group.Write(group.Candidates(random)[0], point);
                }

                yield return point;
            }
        }
    }

    /// <summary>The two densities over the parameters that exist together.</summary>
    private sealed class Group
    {
        private readonly int[] _axes;
        private readonly ParzenEstimator _good, _others;

        public Group(int[] axes, Axes all, History history, int[] order)
        {
            _axes = axes;
            var active = order.Where(trial => !double.IsNaN(history.Points[trial][axes[0]])).ToList();
            var ended = active.Count(trial => !double.IsNaN(history.Losses[trial]));
            var split = Math.Min((ended + 9) / 10, MostGood);
            _good = Estimate(active.Take(split));
            _others = Estimate(active.Skip(split));

            ParzenEstimator Estimate(IEnumerable<int> trials) => new(all.All, axes, [.. trials.Order().Select(trial => history.Points[trial])]);
        }

        public List<double[]> Candidates(RandomGenerator random)
        {
            var drawn = Enumerable.Range(0, TpeSampler.Candidates).Select(_ => _good.Draw(random)).ToList();
            return [.. drawn.OrderByDescending(point => _good.LogDensity(point) - _others.LogDensity(point))];
        }

        public void Write(double[] values, double[] point)
        {
            for (var i = 0; i < _axes.Length; i++)
            {
                point[_axes[i]] = values[i];
            }
        }
    }
}
