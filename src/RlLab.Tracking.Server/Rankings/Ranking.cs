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

    private static string VerdictOf(IReadOnlyList<RankedGroup> ranked, bool maximize)
    {
        if (ranked.Count < 2)
        {
            return ranked.Count == 0 ? "No run has a finite value of this metric." : $"{ranked[0].Name} is the only setting to compare.";
        }

        if (ranked.All(group => group.Finite.Length < LeaderTest.FewestRuns))
        {
            return $"No clear winner: fewer than {LeaderTest.FewestRuns} runs tell no setting from another.";
        }

        var (leader, others) = (ranked[0], ranked.Skip(1).ToList());
        var (open, more) = LeaderTest.Of(leader.Finite, [.. others.Select(other => other.Finite)], maximize);
        if (open.Count == 0)
        {
            return $"{leader.Name} is best.";
        }

        var rivals = open.Count <= ListedRivals
            ? string.Join(" and ", open.Select(i => others[i].Name))
            : $"{open.Count} of {others.Count} other settings";
        var wayOut = more is null ? ""
            : string.Create(CultureInfo.InvariantCulture, $": {more:N0} more run{(more == 1 ? "" : "s")} each would (power 80%)");
        return $"No clear winner: {rivals} cannot be told apart from {leader.Name}{wayOut}.";
    }
}
