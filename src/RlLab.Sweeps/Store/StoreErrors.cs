using RlLab.Journal;

namespace RlLab.Sweeps;

/// <summary>Which errors a store may have while something trains: the training goes on through them.</summary>
internal static class StoreErrors
{
    /// <summary>
    /// Whether an error is a store's that is full, away or refuses, and may be over the next time: what trains loses nothing by it but the time until
    /// it is told of, pruned or joined by others. Whoever has nothing to train lets it through, and ends with it.
    /// </summary>
    /// <param name="error">The error.</param>
    public static bool IsOfStore(this Exception error) => error is SweepException or JournalException or IOException or UnauthorizedAccessException;
}
