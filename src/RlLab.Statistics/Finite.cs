namespace RlLab.Statistics;

/// <summary>Refuses values that no statistic means anything of.</summary>
internal static class Finite
{
    /// <summary>Throws where there are too few values, or one is NaN or infinite.</summary>
    /// <param name="values">The values.</param>
    /// <param name="name">What the caller calls them.</param>
    /// <param name="fewest">The least number of values.</param>
    public static void Check(ReadOnlySpan<double> values, string name, int fewest = 1)
    {
        if (values.Length < fewest)
        {
            throw new ArgumentException($"There are {values.Length} values, and {fewest} are the least that this is defined for.", name);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"Value {i} is {values[i]}. Leave runs without a finite result out, and count them beside the others.", name);
            }
        }
    }
}
