using System.Globalization;
using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>Whether the first setting of a comparison is the best, or which others cannot be told apart from it.</summary>
/// <param name="Leader">The first setting's number.</param>
/// <param name="Rivals">The settings that cannot be told apart from it, nearest first; empty where it is the best.</param>
/// <param name="MoreSeeds">
/// How many more seeds each of them needs to be, with a power of 80%; null where that cannot be said, or is over 1,000.
/// </param>
/// <param name="Words">The verdict in a sentence.</param>
/// <remarks>
/// <see cref="LeaderTest"/> on the objective over seeds. With test runs, only settings that have some take part.
/// Where seeds were added until it was decided, AdaStop's decisions
/// are the verdict (<see cref="AdaStop"/>).
/// </remarks>
public sealed record Verdict(int Leader, IReadOnlyList<int> Rivals, int? MoreSeeds, string Words)
{
    /// <summary>More rivals than this are counted, not listed.</summary>
    private const int ListedRivals = 2;

    /// <summary>Whether the leader is better than all others that can be compared.</summary>
    public bool IsDecided => Rivals.Count == 0;

    /// <summary>The verdict on settings in the order of a comparison; null where there is nothing to compare.</summary>
    internal static Verdict? Of(IReadOnlyList<ComparisonRow> rows, SweepRecord sweep)
    {
        var settings = rows.Where(row => row.Score.Mean is not null && row.IsTested == rows[0].IsTested).ToList();
        if (rows.Count < 2 || settings.Count == 0)
        {
            return null;
        }

        var leader = settings[0];
        var others = settings.Skip(1).ToList();
        if (others.Count == 0)
        {
            return new Verdict(leader.Trial, [], null, $"Trial {leader.Trial} is the only one to compare.");
        }

        if (leader.IsTested && Confirmation.Decisions(sweep, leader.Trial) is { } decisions)
        {
            return OfDecisions(leader, others, decisions);
        }

        var test = LeaderTest.Of(Objectives(leader), [.. others.Select(Objectives)], sweep.Header.Direction == Direction.Maximize);
        List<ComparisonRow> open = [.. test.Open.Select(i => others[i])];
        return new Verdict(leader.Trial, [.. open.Select(row => row.Trial)], test.MoreRuns, WordsFor(leader, others, open, test.MoreRuns));
    }

    /// <summary>What AdaStop decided, whose seeds were added as they were needed: a test that takes them for planned would err too often.</summary>
    private static Verdict OfDecisions(ComparisonRow leader, List<ComparisonRow> others, IReadOnlyDictionary<int, AgentDecision> decisions)
    {
        List<int> open = [.. others.Select(other => other.Trial).Where(trial => decisions.GetValueOrDefault(trial) != AgentDecision.Larger)];
        var isOver = open.TrueForAll(trial => decisions.GetValueOrDefault(trial) != AgentDecision.Undecided);
        var words = open.Count == 0
            ? $"Trial {leader.Trial} is best."
            : $"Trials {Listed([leader.Trial, .. open])} cannot be told apart"
                + (isOver ? " with as many seeds as AdaStop grants." : ": it is not decided yet.");
        return new Verdict(leader.Trial, open, null, words);
    }

    private static string WordsFor(ComparisonRow leader, List<ComparisonRow> others, List<ComparisonRow> open, int? needed)
    {
        if (open.Count == 0)
        {
            return $"Trial {leader.Trial} is best.";
        }

        if (others.Append(leader).All(row => row.Score.Finished < LeaderTest.FewestRuns))
        {
            return $"No clear winner: fewer than {LeaderTest.FewestRuns} seeds tell no setting from another.";
        }

        var wayOut = needed is { } seeds
            ? string.Create(CultureInfo.InvariantCulture, $": {seeds:N0} more seed{(seeds == 1 ? "" : "s")} each would (power 80%).")
            : open.All(rival => HaveSpread(leader, rival))
                ? string.Create(CultureInfo.InvariantCulture, $": not even {WelchTest.MostSeeds:N0} more seeds each would (power 80%).")
                : ".";
        return open.Count <= ListedRivals
            ? $"Trials {Listed([leader.Trial, .. open.Select(row => row.Trial)])} cannot be told apart{wayOut}"
            : $"No clear winner: {open.Count} of {others.Count} other settings cannot be told apart from trial {leader.Trial}{wayOut}";
    }

    private static string Listed(IReadOnlyList<int> trials) => $"{string.Join(", ", trials.SkipLast(1))} and {trials[^1]}";

    /// <summary>Whether more seeds can be reckoned with at all: of each setting there are two, and they are not all the same.</summary>
    private static bool HaveSpread(ComparisonRow leader, ComparisonRow rival) =>
        leader.Score.Finished > 1 && rival.Score.Finished > 1
        && ((ComparisonRow[])[leader, rival]).Any(row => row.Score.Objectives.Distinct().Count() > 1);

    private static double[] Objectives(ComparisonRow row) => [.. row.Score.Objectives];
}
