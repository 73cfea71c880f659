namespace RlLab.Statistics;

/// <summary>Which of several settings cannot be told apart from the one that seems best.</summary>
/// <param name="Open">The places of those settings, in their order; empty where the first is better than all others.</param>
/// <param name="MoreRuns">
/// How many more runs each of them and the first need to be told apart, with a power of 80%; null where that cannot be said, is over
/// <see cref="WelchTest.MostSeeds"/>, or there are none.
/// </param>
/// <remarks>
/// Welch's t-test of the first against each other, with Holm's correction over those tests. Two settings are told apart where the corrected p-value
/// is at most 5%, the first one's mean is the better one, and both have three runs or more: of a setting that learns or does not, two runs agree
/// by luck.
/// </remarks>
public sealed record LeaderTest(IReadOnlyList<int> Open, int? MoreRuns)
{
    /// <summary>Of fewer runs nothing is told.</summary>
    public const int FewestRuns = 3;

    private const double Level = 0.05, Power = 0.8;

    /// <summary>Tests the setting that seems best against the others.</summary>
    /// <param name="leader">Finite values of its runs.</param>
    /// <param name="others">Finite values of the runs of each other setting, at least one each.</param>
    /// <param name="maximize">Whether larger values are better.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static LeaderTest Of(double[] leader, IReadOnlyList<double[]> others, bool maximize)
    {
        var corrected = HolmCorrection.Of([.. others.Select(other => PValue(leader, other))]);
        List<int> open = [.. Enumerable.Range(0, others.Count).Where(i => corrected[i] > Level || !IsBetter(leader, others[i], maximize))];
        var more = open.Select(i => WelchTest.MoreSeeds(leader, others[i], Power, Level / open.Count)).ToList();
        return new LeaderTest(open, more.Contains(null) ? null : more.Max());
    }

    private static double PValue(double[] leader, double[] other) =>
        leader.Length < FewestRuns || other.Length < FewestRuns ? 1 : WelchTest.PValue(leader, other);

    private static bool IsBetter(double[] leader, double[] other, bool maximize)
    {
        var difference = leader.Average() - other.Average();
        return maximize ? difference > 0 : difference < 0;
    }
}
