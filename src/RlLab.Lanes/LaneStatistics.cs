namespace RlLab.Lanes;

/// <summary>What a scheduler has done so far.</summary>
/// <param name="Requests">What its lanes asked for: actions, updates, evaluations.</param>
/// <param name="Calls">The calls that answered them.</param>
/// <param name="NotJoined">Why some were answered alone, each reason once; empty where none was.</param>
public sealed record LaneStatistics(long Requests, long Calls, IReadOnlyList<string> NotJoined)
{
    /// <summary>How many lanes a call answered, on average; 0 where none asked for anything.</summary>
    public double LanesPerCall => Calls == 0 ? 0 : (double)Requests / Calls;
}
