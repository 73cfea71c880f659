namespace RlLab.Statistics;

/// <summary>How AdaStop compares.</summary>
public sealed record AdaStopOptions
{
    /// <summary>
    /// After how many groups of runs it ends at the latest: what is not told apart by then counts as equal. At least 1. Default: 5.
    /// </summary>
    public int Groups
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Groups), value, "AdaStop needs at least 1 group of runs.");
    } = 5;

    /// <summary>How likely any two equal agents may be told apart, all pairs and all groups together. Between 0 and 1. Default: 0.05.</summary>
    public double Level
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Level), value, "A level lies between 0 and 1, both excluded.");
    } = 0.05;

    /// <summary>
    /// The share of equal pairs that may be called equal before the last group, which saves their runs and costs some power. From 0, for never, to 1,
    /// excluded. Default: 0, as in the paper's program.
    /// </summary>
    public double EarlyAccept
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(EarlyAccept), value, "A share lies between 0 and 1, 1 excluded.");
    }

    /// <summary>How many relabellings are drawn. At least 2. Default: 10,000.</summary>
    public int Permutations
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Permutations), value, "AdaStop needs at least 2 relabellings.");
    } = 10_000;
}

/// <summary>What AdaStop says of two agents.</summary>
public enum AgentDecision
{
    /// <summary>More runs are needed.</summary>
    Undecided,

    /// <summary>The first has the larger mean.</summary>
    Larger,

    /// <summary>The first has the smaller mean.</summary>
    Smaller,

    /// <summary>They cannot be told apart with as many runs as there may be.</summary>
    Equal,
}

/// <summary>Two agents compared.</summary>
/// <param name="One">The number of the first, from 0.</param>
/// <param name="Other">The number of the second.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Groups">After how many groups; null while it is undecided.</param>
public sealed record AgentComparison(int One, int Other, AgentDecision Decision, int? Groups);
