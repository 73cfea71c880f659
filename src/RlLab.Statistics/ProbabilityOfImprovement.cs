namespace RlLab.Statistics;

/// <summary>How likely a run of one setting scores higher than a run of another, averaged over tasks; a tie counts half.</summary>
/// <remarks>Agarwal et al. (2021), section 4.3: the Mann-Whitney U statistic divided by the number of pairs.</remarks>
public static class ProbabilityOfImprovement
{
    /// <summary>The probability on one task.</summary>
    /// <param name="one">Finite scores of the runs that shall be the better ones.</param>
    /// <param name="other">Finite scores of the runs that they are compared with.</param>
    /// <exception cref="ArgumentException">Either has none, or one is not finite.</exception>
    public static double Of(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        Finite.Check(one, nameof(one));
        Finite.Check(other, nameof(other));
        return Wins(one, other);
    }

    /// <summary>The probability over several tasks.</summary>
    /// <param name="one">Scores of the runs that shall be the better ones. [runs, tasks]</param>
    /// <param name="other">Scores of the runs that they are compared with. [any number of runs, the same tasks]</param>
    /// <exception cref="ArgumentException">Either has none, one is not finite, or the tasks are not as many.</exception>
    public static double Of(double[,] one, double[,] other)
    {
        if (one.GetLength(1) != other.GetLength(1))
        {
            throw new ArgumentException($"There are {one.GetLength(1)} tasks on one side and {other.GetLength(1)} on the other.", nameof(other));
        }

        return Enumerable.Range(0, one.GetLength(1)).Average(task => Of(Task(one, task), Task(other, task)));
    }

    /// <summary>Its 95% interval on one task by the bootstrap, both sides' runs being drawn anew.</summary>
    /// <param name="one">Finite scores of the runs that shall be the better ones.</param>
    /// <param name="other">Finite scores of the runs that they are compared with.</param>
    /// <param name="draw">Draws a whole number from 0 to its argument, which is excluded; the same draws give the same interval.</param>
    /// <returns>The interval; null where either side has fewer than two runs.</returns>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    public static BootstrapInterval? Interval(ReadOnlySpan<double> one, ReadOnlySpan<double> other, Func<int, int> draw)
    {
        Finite.Check(one, nameof(one), fewest: 0);
        Finite.Check(other, nameof(other), fewest: 0);
        if (one.Length < 2 || other.Length < 2)
        {
            return null;
        }

        var (ones, others) = (one.ToArray(), other.ToArray());
        var (drawnOnes, drawnOthers) = (new double[ones.Length], new double[others.Length]);
        return BootstrapInterval.OfDraws(() =>
        {
            BootstrapInterval.Draw(ones, drawnOnes, draw);
            BootstrapInterval.Draw(others, drawnOthers, draw);
            return Wins(drawnOnes, drawnOthers);
        });
    }

    /// <summary>Its 95% interval over several tasks by the stratified bootstrap, both sides' runs being drawn anew.</summary>
    /// <param name="one">Scores of the runs that shall be the better ones. [runs, tasks]</param>
    /// <param name="other">Scores of the runs that they are compared with. [any number of runs, the same tasks]</param>
    /// <param name="draw">Draws a whole number from 0 to its argument, which is excluded; the same draws give the same interval.</param>
    /// <returns>The interval; null where either side has fewer than two runs.</returns>
    public static BootstrapInterval? Interval(double[,] one, double[,] other, Func<int, int> draw) =>
        one.GetLength(0) < 2 || other.GetLength(0) < 2
            ? null
            : BootstrapInterval.OfDraws(() => Of(BootstrapInterval.Drawn(one, draw), BootstrapInterval.Drawn(other, draw)));

    private static double Wins(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var wins = 0.0;
        foreach (var x in one)
        {
            foreach (var y in other)
            {
                wins += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }

        return wins / ((double)one.Length * other.Length);
    }

    private static double[] Task(double[,] scores, int task) => [.. Enumerable.Range(0, scores.GetLength(0)).Select(run => scores[run, task])];
}
