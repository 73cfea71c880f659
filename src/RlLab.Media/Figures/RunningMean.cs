namespace RlLab.Media;

/// <summary>The running mean of a noisy line, which shows where it goes.</summary>
internal static class RunningMean
{
    /// <summary>A line of fewer points is seen as it is.</summary>
    private const int FewestPoints = 50;

    /// <summary>How much a line goes up and down from point to point, as a share of its range, to be called noisy.</summary>
    private const double Noise = 0.06;

    /// <summary>The mean runs over this part of the points.</summary>
    private const int Windows = 25;

    /// <summary>The mean over the points around each, NaN where the line has a gap; null where the line is not noisy, or has a band around it.</summary>
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
        return range > 0 && values.Zip(values.Skip(1), (one, next) => Math.Abs(next - one)).Average() > Noise * range;
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
