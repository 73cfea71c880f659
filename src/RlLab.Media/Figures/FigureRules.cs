namespace RlLab.Media;

/// <summary>What a figure must keep to be drawn.</summary>
internal static class FigureRules
{
    public static void Check(Figure figure)
    {
        if (figure.Panels.Count == 0)
        {
            throw new ArgumentException($"The figure '{figure.Title}' has no panel.");
        }

        foreach (var line in figure.Panels.OfType<LinePanel>().SelectMany(p => p.Lines))
        {
            CheckCounts($"The line '{line.Name}' has {line.X.Count} horizontal positions", line.X.Count, line.Y, line.Low, line.High);
            if (line.Carried is { } carried && carried.Count != line.X.Count)
            {
                throw new ArgumentException(
                    $"The line '{line.Name}' has {line.X.Count} horizontal positions, but says of {carried.Count} what is carried on.");
            }
        }

        foreach (var panel in figure.Panels.OfType<BarPanel>())
        {
            foreach (var bars in panel.Series)
            {
                CheckCounts(
                    $"The bars '{bars.Name}' stand in {panel.Categories.Count} groups", panel.Categories.Count, bars.Heights, bars.Low, bars.High);
            }
        }
    }

    private static void CheckCounts(string owner, int count, IReadOnlyList<double> values, IReadOnlyList<double>? low, IReadOnlyList<double>? high)
    {
        if (values.Count != count || (low ?? values).Count != count || (high ?? values).Count != count)
        {
            throw new ArgumentException($"{owner}, but not as many values, lower and upper ends.");
        }

        if ((low is null) != (high is null))
        {
            throw new ArgumentException($"{owner}, but only one of the lower and upper ends.");
        }
    }
}
