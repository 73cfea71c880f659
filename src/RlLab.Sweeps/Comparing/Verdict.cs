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
/// The leader is tested against each other setting by Welch's t-test on the objective over seeds, with Holm's correction over those tests; two
/// settings are told apart where the corrected p-value is at most 5% and the leader's mean is the better one, and both have three runs or more: of
/// a setting that learns or does not, two runs agree by luck. With test runs, only settings that have some take part.
/// Where seeds were added until it was decided, AdaStop's decisions
/// are the verdict (<see cref="AdaStop"/>).
/// </remarks>
public sealed record Verdict(int Leader, IReadOnlyList<int> Rivals, int? MoreSeeds, string Words)
{
    private const double Level = 0.05;
    private const double Power = 0.8;

    /// <summary>Fewer seeds tell nothing.</summary>
    private const int FewestSeeds = 3;

    /// <summary>More rivals than this are counted, not listed.</summary>
    private const int ListedRivals = 2;

    /// <summary>Whether the leader is better than all others that can be compared.</summary>
    public bool IsDecided => Rivals.Count == 0;

    /// <summary>The verdict on settings in the order of a comparison; null where there is nothing to compare.</summary>
    internal static Verdict? Of(IReadOnlyList<ComparisonRow> rows, SweepRecord sweep)
    {
        var direction = sweep.Header.Direction;
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

        var corrected = HolmCorrection.Of([.. others.Select(other => PValue(leader, other))]);
        var open = others.Where((other, i) => corrected[i] > Level || !IsBetter(leader, other, direction)).ToList();
        var more = open.Select(rival => WelchTest.MoreSeeds(Objectives(leader), Objectives(rival), Power, Level / open.Count)).ToList();
        int? needed = more.Count == 0 || more.Contains(null) ? null : more.Max();
        return new Verdict(leader.Trial, [.. open.Select(row => row.Trial)], needed, WordsFor(leader, others, open, needed));
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

        if (others.Append(leader).All(row => row.Score.Finished < FewestSeeds))
        {
            return $"No clear winner: fewer than {FewestSeeds} seeds tell no setting from another.";
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

    private static double PValue(ComparisonRow leader, ComparisonRow other) =>
        leader.Score.Finished < FewestSeeds || other.Score.Finished < FewestSeeds ? 1 : WelchTest.PValue(Objectives(leader), Objectives(other));

    /// <summary>Whether more seeds can be reckoned with at all: of each setting there are two, and they are not all the same.</summary>
    private static bool HaveSpread(ComparisonRow leader, ComparisonRow rival) =>
        leader.Score.Finished > 1 && rival.Score.Finished > 1
        && ((ComparisonRow[])[leader, rival]).Any(row => row.Score.Objectives.Distinct().Count() > 1);

    private static bool IsBetter(ComparisonRow leader, ComparisonRow other, Direction direction)
    {
        var difference = leader.Score.Objectives.Average() - other.Score.Objectives.Average();
        return direction == Direction.Maximize ? difference > 0 : difference < 0;
    }

    private static double[] Objectives(ComparisonRow row) => [.. row.Score.Objectives];
}
