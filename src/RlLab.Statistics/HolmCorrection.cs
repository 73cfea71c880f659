namespace RlLab.Statistics;

/// <summary>p-values of several tests, made larger so that the whole family errs as rarely as one test would.</summary>
/// <remarks>
/// Holm, "A simple sequentially rejective multiple test procedure" (1979). It assumes nothing of how the tests depend on each other.
/// </remarks>
public static class HolmCorrection
{
    /// <summary>The corrected p-values: those below a level are significant at it, all together.</summary>
    /// <param name="values">p-values from 0 to 1, in any order.</param>
    /// <returns>One for each, in the same order.</returns>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> values)
    {
        var corrected = new double[values.Count];
        var largest = 0.0;
        foreach (var (rank, index) in Enumerable.Range(0, values.Count).OrderBy(i => values[i]).Index())
        {
            largest = Math.Max(largest, Math.Min(1, (values.Count - rank) * values[index]));
            corrected[index] = largest;
        }

        return corrected;
    }
}
