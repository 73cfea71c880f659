namespace RlLab.Sweeps;

/// <summary>Chooses the settings of a sweep's trials.</summary>
/// <remarks>
/// A suggestion is a pure function of the sampler's own seed, the trial's number and what is known of the trials before it; nothing of a sampler
/// needs saving, and whoever asks, at whatever time, gets the same answer. No two trials of a finite space have the same setting.
/// </remarks>
public interface ISampler
{
    /// <summary>How many settings it has to give; null where there is no end to them.</summary>
    long? Count { get; }

    /// <summary>Whether what came of earlier trials steers it. What does not learn can be listed before anything runs.</summary>
    bool Learns { get; }

    /// <summary>
    /// How many of the first trials a sampler that learns suggests whatever comes of those before them: at least 1. Of no meaning where it does not
    /// learn.
    /// </summary>
    int Beforehand => 1;

    /// <summary>The setting of one trial: a value for each active parameter of the search space, in the space's order.</summary>
    /// <param name="trial">The trial's number, from 0.</param>
    /// <param name="earlier">The trials before it, all <paramref name="trial"/> of them, in order; those that go on are there as pending.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trial"/> is negative, or not below <see cref="Count"/>.</exception>
    ParameterSet Suggest(int trial, IReadOnlyList<TrialResult> earlier);
}
