using RlLab.Statistics;

namespace RlLab.Sweeps;

/// <summary>The trials before a suggestion, as points and losses.</summary>
internal sealed class History
{
    /// <summary>What is known of the earlier trials.</summary>
    /// <param name="axes">The space.</param>
    /// <param name="earlier">The trials.</param>
    public History(Axes axes, IReadOnlyList<TrialResult> earlier)
    {
        Points = new double[earlier.Count][];
        Losses = new double[earlier.Count];
        for (var i = 0; i < earlier.Count; i++)
        {
            Points[i] = axes.Of(earlier[i].Parameters);
            Losses[i] = LossOf(earlier[i]);
        }
    }

    /// <summary>The points, by trial: a coordinate for each axis, NaN where it is inactive.</summary>
    public double[][] Points { get; }

    /// <summary>The losses, by trial: +infinity for one that failed, NaN for one that is pending.</summary>
    public double[] Losses { get; }

    /// <summary>One number for a trial: the interquartile mean over seeds, by which settings are compared too.</summary>
    /// <param name="result">The trial.</param>
    /// <returns>Finite for a trial that ended; +infinity for one that failed, NaN for one that is pending.</returns>
    public static double LossOf(TrialResult result) => result.Standing switch
    {
        TrialStanding.Pending => double.NaN,
        TrialStanding.Ended when result.Losses.Count == 1 => double.IsFinite(result.Losses[0]) ? result.Losses[0] : double.PositiveInfinity,
        TrialStanding.Ended when result.Losses.Count > 0 && result.Losses.All(double.IsFinite) => Mean(result.Losses),
        _ => double.PositiveInfinity,
    };

    // Of halves of a whole: the sum of a few numbers can be more than any number.
    private static double Mean(IReadOnlyList<double> losses)
    {
        double[] scaled = [.. losses.Select(loss => loss / losses.Count)];
        return Math.Clamp(InterquartileMean.Of(scaled) * losses.Count, double.MinValue, double.MaxValue);
    }
}
