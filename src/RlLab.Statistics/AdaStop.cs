namespace RlLab.Statistics;

/// <summary>Compares several agents group of runs by group of runs, and stops running those whose comparisons are decided.</summary>
/// <remarks>
/// <para>
/// Mathieu et al., "AdaStop: adaptive statistical testing for sound comparisons of Deep RL agents" (2023): a group-sequential permutation test of
/// all pairs. After group k of K the statistic of a pair is the sum over groups of its difference of means; its distribution under equality comes
/// of relabelling the two agents' runs within each group. A pair is told apart where its statistic exceeds a bound on the largest one of all open
/// pairs, which at most a share level x k / K of all relabellings has exceeded by then; after each such decision the bound is taken anew over the
/// pairs that are left (step-down). So the probability of any false difference at any time, the family-wise error, is at most the level.
/// </para>
/// <para>
/// The bound is on the statistic's absolute value. The paper's program takes the quantile of the signed value for it, which tells two equal agents
/// apart twice as often as the level says.
/// </para>
/// </remarks>
public static class AdaStop
{
    /// <summary>Decides what the runs so far decide.</summary>
    /// <param name="scores">
    /// For each agent its groups of finite scores, in order: [agents][groups][runs]. Groups need not be of one size. An agent whose comparisons are
    /// decided needs no more groups; what it has beyond is ignored.
    /// </param>
    /// <param name="options">How many groups there may be, and the errors allowed.</param>
    /// <param name="draw">
    /// Draws a whole number from 0 to its argument, which is excluded. Begin with the same draws each time: then what was decided stays so when
    /// groups are added.
    /// </param>
    /// <returns>A comparison for each pair of agents: 0 and 1, 0 and 2, ..., 1 and 2, ...</returns>
    /// <exception cref="ArgumentException">There are fewer than two agents, a group is empty, or a score is not finite.</exception>
    public static IReadOnlyList<AgentComparison> Compare(
        IReadOnlyList<IReadOnlyList<double[]>> scores, AdaStopOptions options, Func<int, int> draw)
    {
        if (scores.Count < 2)
        {
            throw new ArgumentException($"There are {scores.Count} agents, and two are the least that can be compared.", nameof(scores));
        }

        foreach (var group in scores.SelectMany(groups => groups))
        {
            Finite.Check(group, nameof(scores));
        }

        List<Pair> pairs =
        [
            .. from one in Enumerable.Range(0, scores.Count)
               from other in Enumerable.Range(one + 1, scores.Count - one - 1)
               select new Pair(one, other, options.Permutations),
        ];
        var bound = new PermutationBound(options);
        for (var group = 0; group < options.Groups; group++)
        {
            var open = pairs.Where(pair => pair.Decision == AgentDecision.Undecided).ToList();
            if (open.Count == 0 || open.Any(pair => scores[pair.One].Count <= group || scores[pair.Other].Count <= group))
            {
                break;
            }

            open.ForEach(pair => pair.Add(scores[pair.One][group], scores[pair.Other][group], draw));
            Decide(open, group + 1, bound, options);
        }

        return [.. pairs.Select(pair => new AgentComparison(pair.One, pair.Other, pair.Decision, pair.DecidedAt))];
    }

    /// <summary>Decides one pair after the other, and leaves in the list those that stay open.</summary>
    private static void Decide(List<Pair> open, int groups, PermutationBound bound, AdaStopOptions options)
    {
        while (open.MaxBy(pair => Math.Abs(pair.Statistic)) is { } largest && Math.Abs(largest.Statistic) > bound.Of(open, groups))
        {
            largest.Decide(largest.Statistic > 0 ? AgentDecision.Larger : AgentDecision.Smaller, groups);
            open.Remove(largest);
        }

        if (open.Count > 0)
        {
            bound.Spend(open, groups);
        }

        foreach (var pair in open.Where(pair => groups == options.Groups || pair.IsSmall(options.EarlyAccept * groups / options.Groups)))
        {
            pair.Decide(AgentDecision.Equal, groups);
        }
    }

    /// <summary>Two agents: their statistic, and what it is under each relabelling of their runs.</summary>
    internal sealed class Pair(int one, int other, int permutations)
    {
        private readonly bool[] _wasSmall = new bool[permutations];

        public int One => one;

        public int Other => other;

        public AgentDecision Decision { get; private set; }

        public int? DecidedAt { get; private set; }

        /// <summary>The statistic under each relabelling; the first leaves every run where it is.</summary>
        public double[] Permuted { get; } = new double[permutations];

        public double Statistic => Permuted[0];

        /// <summary>Whether the statistic is among the smallest of all relabellings: a share of them is, in this group or one before.</summary>
        public bool IsSmall(double share)
        {
            var count = (int)(share * _wasSmall.Length) - _wasSmall.Count(was => was);
            var left = Enumerable.Range(0, _wasSmall.Length).Where(p => !_wasSmall[p]).OrderBy(p => Math.Abs(Permuted[p]));
            foreach (var small in left.Take(count).ToList())
            {
                _wasSmall[small] = true;
            }

            return _wasSmall[0];
        }

        public void Decide(AgentDecision decision, int groups) => (Decision, DecidedAt) = (decision, groups);

        public void Add(double[] ones, double[] others, Func<int, int> draw)
        {
            double[] runs = [.. ones, .. others];
            int[] order = [.. Enumerable.Range(0, runs.Length)];
            var isOne = new bool[runs.Length];
            for (var p = 0; p < Permuted.Length; p++)
            {
                Array.Clear(isOne);
                for (var i = 0; i < ones.Length; i++)
                {
                    // The first runs of a shuffle that goes on from the one before, which is as random.
                    var chosen = p == 0 ? i : i + draw(runs.Length - i);
                    (order[i], order[chosen]) = (order[chosen], order[i]);
                    isOne[order[i]] = true;
                }

                // In the order of the runs, whichever was drawn first: relabellings that are one must not differ by rounding.
                var (sum, rest) = (0.0, 0.0);
                for (var i = 0; i < runs.Length; i++)
                {
                    (sum, rest) = isOne[i] ? (sum + runs[i], rest) : (sum, rest + runs[i]);
                }

                Permuted[p] += sum / ones.Length - rest / others.Length;
            }
        }
    }
}
