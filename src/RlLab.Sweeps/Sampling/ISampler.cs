namespace RlLab.Sweeps;

/// <summary>Chooses the settings of a sweep's trials.</summary>
/// <remarks>
/// A trial's setting depends on its number alone, never on which trials were asked for before or by whom, so that a sweep is the
/// same sweep however many trials run at once. No two trials of a sampler have the same setting.
/// </remarks>
public interface ISampler
{
    /// <summary>How many settings it has to give; null where there is no end to them.</summary>
    long? Count { get; }

    /// <summary>The setting of one trial: a value for each parameter of the search space.</summary>
    /// <param name="trial">The trial's number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trial"/> is negative, or not below <see cref="Count"/>.</exception>
    ParameterSet Setting(int trial);
}
