using System.Globalization;
using RlLab.Statistics;
using RlLab.Tracking.Server.Curves;

namespace RlLab.Tracking.Server.Rankings;

/// <summary>A setting and what its runs came to.</summary>
/// <param name="Values">One value a run; NaN or infinite where it came to nothing.</param>
internal sealed record RankedGroup(string Name, double[] Values)
{
    /// <summary>The finite values.</summary>
    public double[] Finite { get; } = [.. Values.Where(double.IsFinite)];
}

/// <summary>A setting's place among others.</summary>
/// <param name="Count">How many runs came to a finite value.</param>
/// <param name="Without">How many did not, and are left out.</param>
/// <param name="Center">The interquartile mean, NaN where no run came to anything.</param>
/// <param name="Low">The lower end of its 95% bootstrap interval, NaN of fewer than two runs.</param>
/// <param name="High">The upper end.</param>
/// <param name="Words">What the interval is worth, null where it is worth its name.</param>
/// <param name="ProbabilityOfImprovement">How likely a run of it is better than one of the next setting; null of the last.</param>
internal sealed record RankedSetting(
    string Name, int Count, int Without, double Center, double Low, double High, string? Words, double? ProbabilityOfImprovement);

/// <summary>Settings, the best first, and whether the first is better than the others.</summary>
/// <param name="Verdict">A sentence.</param>
internal sealed record Ranking(IReadOnlyList<RankedSetting> Settings, string Verdict)
{
    private const double Level = 0.05, Power = 0.8;

    /// <summary>Of fewer runs nothing can be told: of a setting that learns or does not, two agree by luck.</summary>
    private const int FewestRuns = 3;

    /// <summary>More rivals than this are counted, not listed.</summary>
    private const int ListedRivals = 2;

    public static Ranking Of(IReadOnlyList<RankedGroup> groups, bool maximize)
    {
        List<RankedGroup> ranked = [.. groups.Where(group => group.Finite.Length > 0)
            .OrderBy(group => maximize ? -InterquartileMean.Of(group.Finite) : InterquartileMean.Of(group.Finite))];
        List<RankedGroup> all = [.. ranked, .. groups.Where(group => group.Finite.Length == 0)];
        return new Ranking(
            [.. all.Select((group, i) => Setting(group, i + 1 < ranked.Count ? ranked[i + 1] : null, maximize))],
            VerdictOf(ranked, maximize));
    }

    private static RankedSetting Setting(RankedGroup group, RankedGroup? next, bool maximize)
    {
        var values = group.Finite;
        var interval = BootstrapInterval.Of(values, SeedStatistic.Draws());
        double? probability = next is null ? null
            : maximize ? ProbabilityOfImprovement.Of(values, next.Finite)
            : ProbabilityOfImprovement.Of(next.Finite, values);
        return new RankedSetting(
            group.Name,
            values.Length,
            group.Values.Length - values.Length,
            values.Length == 0 ? double.NaN : InterquartileMean.Of(values),
            interval?.Low ?? double.NaN,
            interval?.High ?? double.NaN,
            values.Length < 2 ? "An interval takes two runs or more." : IntervalCoverage.Words(values.Length),
            probability);
    }

    /// <summary>Welch's t-test of the first against each other, with Holm's correction, as a sweep's verdict has it.</summary>
    private static string VerdictOf(IReadOnlyList<RankedGroup> ranked, bool maximize)
    {
        if (ranked.Count < 2)
        {
            return ranked.Count == 0 ? "No run has a finite value of this metric." : $"{ranked[0].Name} is the only setting to compare.";
        }

        var (leader, others) = (ranked[0], ranked.Skip(1).ToList());
        if (ranked.All(group => group.Finite.Length < FewestRuns))
        {
            return $"No clear winner: fewer than {FewestRuns} runs tell no setting from another.";
        }

        var corrected = HolmCorrection.Of([.. others.Select(other => PValue(leader, other))]);
        var open = others.Where((other, i) => corrected[i] > Level || !IsBetter(leader, other, maximize)).ToList();
        if (open.Count == 0)
        {
            return $"{leader.Name} is best.";
        }

        var needed = open.Select(rival => WelchTest.MoreSeeds(leader.Finite, rival.Finite, Power, Level / open.Count)).ToList();
        var wayOut = needed.Contains(null) ? "."
            : string.Create(CultureInfo.InvariantCulture, $": {needed.Max():N0} more run{(needed.Max() == 1 ? "" : "s")} each would (power 80%).");
        return open.Count <= ListedRivals
            ? $"No clear winner: {string.Join(" and ", open.Select(rival => rival.Name))} cannot be told apart from {leader.Name}{wayOut}"
            : $"No clear winner: {open.Count} of {others.Count} other settings cannot be told apart from {leader.Name}{wayOut}";
    }

    private static double PValue(RankedGroup leader, RankedGroup other) =>
        leader.Finite.Length < FewestRuns || other.Finite.Length < FewestRuns ? 1 : WelchTest.PValue(leader.Finite, other.Finite);

    private static bool IsBetter(RankedGroup leader, RankedGroup other, bool maximize) =>
        leader.Finite.Average().CompareTo(other.Finite.Average()) == (maximize ? 1 : -1);
}
