using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>How a sweep goes at one moment.</summary>
/// <param name="Done">Runs that have ended.</param>
/// <param name="Failed">How many of those failed.</param>
/// <param name="NotComparable">How many of those trained to their end and have no finite objective.</param>
/// <param name="Total">All runs.</param>
/// <param name="Running">The runs that train now.</param>
/// <param name="StepsPerSecond">Environment steps of all runs together, over the last seconds.</param>
/// <param name="Elapsed">Since the sweep began.</param>
/// <param name="Left">How much longer it may take; null while nothing can be said.</param>
/// <param name="Best">The best setting so far; null before a run has finished.</param>
internal sealed record SweepState(
    int Done,
    int Failed,
    int NotComparable,
    int Total,
    IReadOnlyList<RunningRun> Running,
    double StepsPerSecond,
    TimeSpan Elapsed,
    TimeSpan? Left,
    BestSetting? Best)
{
    /// <summary>How many of those that have ended were pruned.</summary>
    public int Pruned { get; init; }

    /// <summary>What was told last of a run; null where nothing was.</summary>
    public string? Told { get; init; }
}

/// <summary>A run that trains now.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Progress">How far it is; where the experiment reports no progress, up to the last step that it logged and with no total.</param>
/// <param name="Elapsed">Since it began.</param>
internal sealed record RunningRun(string Name, RunProgress Progress, TimeSpan Elapsed);

/// <summary>The best setting so far.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Mean">The interquartile mean of its objective.</param>
/// <param name="Seeds">Over how many seeds.</param>
internal sealed record BestSetting(int Trial, double Mean, int Seeds);
