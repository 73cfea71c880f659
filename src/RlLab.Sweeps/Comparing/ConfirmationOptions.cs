using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>How the winner of a sweep is confirmed.</summary>
public sealed record ConfirmationOptions
{
    /// <summary>How many settings are run again, the winner and its nearest rivals. At least 2. Default: 3.</summary>
    public int Settings
    {
        get;
        init => field = value >= 2
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Settings), value, "A winner is confirmed beside at least one rival: 2 settings or more.");
    } = 3;

    /// <summary>
    /// How many test seeds each setting is run with, and by how many more they grow until decided. At least 1. Default: null, as many as tuning
    /// seeds.
    /// </summary>
    public int? Seeds
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Seeds), value, "A setting is confirmed with at least 1 seed.");
    }

    /// <summary>How AdaStop decides whether more seeds are needed. Default: null, no more than the first group.</summary>
    public AdaStopOptions? UntilDecided { get; init; }

    /// <summary>
    /// How many test runs there may be in all, as long as each group is whole; the first group is always run. Default: null, no limit but
    /// AdaStop's.
    /// </summary>
    public int? Budget { get; init; }

    /// <summary>The same, until AdaStop has decided. The groups that were made count as its first.</summary>
    /// <param name="budget">How many test runs there may be in all; null for no limit but AdaStop's.</param>
    /// <exception cref="SweepException">The budget runs nothing.</exception>
    public ConfirmationOptions GoingOn(int? budget) => budget < 1
        ? throw new SweepException($"--budget-runs {budget} runs nothing: it takes a whole number from 1.")
        : this with { UntilDecided = UntilDecided ?? new AdaStopOptions(), Budget = budget };

    /// <summary>How many test runs the first group of a sweep has; none of a sweep with one setting, where nothing is chosen.</summary>
    /// <param name="trials">How many settings are tried.</param>
    /// <param name="seeds">How many tuning seeds each is run with.</param>
    public int Runs(int trials, int seeds) => trials >= 2 ? Math.Min(Settings, trials) * (Seeds ?? seeds) : 0;
}
