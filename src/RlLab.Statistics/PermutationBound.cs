namespace RlLab.Statistics;

/// <summary>The bound above which AdaStop tells a pair apart, and what of its level is spent.</summary>
/// <param name="options">The level.</param>
internal sealed class PermutationBound(AdaStopOptions options)
{
    /// <summary>The relabellings that have not crossed the bound yet: the others are spent.</summary>
    private readonly List<int> _left = [.. Enumerable.Range(0, options.Permutations)];

    /// <summary>The bound: no more relabellings than the level allows by now have a larger statistic, over all open pairs.</summary>
    /// <param name="open">The pairs, at least one.</param>
    /// <param name="groups">How many groups there are.</param>
    public double Of(IReadOnlyList<AdaStop.Pair> open, int groups)
    {
        var largest = _left.Select(p => Largest(open, p)).OrderDescending().ToArray();
        var spent = options.Permutations - _left.Count;
        return largest[(int)(options.Level * groups / options.Groups * options.Permutations) - spent];
    }

    /// <summary>Takes out the relabellings that have crossed the bound.</summary>
    /// <param name="open">The pairs that stay open.</param>
    /// <param name="groups">How many groups there are.</param>
    public void Spend(IReadOnlyList<AdaStop.Pair> open, int groups)
    {
        var bound = Of(open, groups);
        _left.RemoveAll(p => Largest(open, p) > bound);
    }

    private static double Largest(IReadOnlyList<AdaStop.Pair> open, int permutation) => open.Max(pair => Math.Abs(pair.Permuted[permutation]));
}
