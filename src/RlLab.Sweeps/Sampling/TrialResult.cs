namespace RlLab.Sweeps;

/// <summary>What a sampler knows of a trial.</summary>
/// <param name="Number">The trial's number, from 0.</param>
/// <param name="Parameters">Its setting: a value for each active parameter of the search space.</param>
/// <param name="Standing">Whether it has an end.</param>
/// <param name="Losses">
/// The objective of each finished run, in the order of seeds, with its sign turned where the largest is best: smaller is always better. Finite; empty
/// where the trial is pending or all its runs went wrong.
/// </param>
public sealed record TrialResult(int Number, ParameterSet Parameters, TrialStanding Standing, IReadOnlyList<double> Losses)
{
    /// <summary>A trial that goes on, or has not begun.</summary>
    /// <param name="number">The trial's number.</param>
    /// <param name="parameters">Its setting.</param>
    public static TrialResult Pending(int number, ParameterSet parameters) => new(number, parameters, TrialStanding.Pending, []);
}

/// <summary>Whether a trial has an end, and which.</summary>
public enum TrialStanding
{
    /// <summary>It goes on, or has not begun.</summary>
    Pending,

    /// <summary>All its runs have ended, and some have an objective.</summary>
    Ended,

    /// <summary>All its runs have ended without an objective: they failed or diverged. A sampler takes it for a bad setting.</summary>
    Failed,
}
