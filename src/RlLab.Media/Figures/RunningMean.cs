namespace RlLab.Media;

/// <summary>The running mean of a noisy line, which shows where it goes.</summary>
internal static class RunningMean
{
    /// <summary>A line of fewer points is seen as it is.</summary>
    private const int FewestPoints = 50;

    /// <summary>A line is noisy where it goes up and down, from point to point, more than so many times its range.</summary>
    private const double Ranges = 8;

    /// <summary>The mean runs over this part of the points.</summary>
    private const int Windows = 25;

    /// <summary>The mean over the points around each, NaN where the line has a gap; null where it is not noisy, or has a band.</summary>
    public static IReadOnlyList<double>? Of(Line line) => IsNoisy(line) ? Mean(line.Y, Window(line)) : null;

    /// <summary>What was done to the lines, in words; null where nothing was.</summary>
    public static string? Describe(IReadOnlyList<Line> lines)
    {
        var windows = lines.Where(IsNoisy).Select(Window).ToList();
        return windows.Count == 0 ? null
            : windows.Min() == windows.Max() ? $"bold: mean of {windows[0]} points"
            : $"bold: mean of {windows.Min()} to {windows.Max()} points";
    }

    private static int Window(Line line) => (line.X.Count / Windows) | 1;

    private static bool IsNoisy(Line line)
    {
        var values = line.Y.Where(LinearScale.CanDraw).ToList();
        if (line.Low is not null || values.Count < FewestPoints)
        {
            return false;
        }

        var range = values.Max() - values.Min();
        return values.Zip(values.Skip(1), (one, next) => Math.Abs(next - one)).Sum() > Ranges * range;
    }

    private static double[] Mean(IReadOnlyList<double> values, int window)
    {
        var (sums, counts) = (new double[values.Count + 1], new int[values.Count + 1]);
        for (var i = 0; i < values.Count; i++)
        {
            var isDrawn = LinearScale.CanDraw(values[i]);
            (sums[i + 1], counts[i + 1]) = (sums[i] + (isDrawn ? values[i] : 0), counts[i] + (isDrawn ? 1 : 0));
        }

        return [.. values.Select((value, i) =>
        {
            var (from, to) = (Math.Max(0, i - window / 2), Math.Min(values.Count, i + window / 2 + 1));
            return LinearScale.CanDraw(value) ? (sums[to] - sums[from]) / (counts[to] - counts[from]) : double.NaN;
        })];
    }
}
