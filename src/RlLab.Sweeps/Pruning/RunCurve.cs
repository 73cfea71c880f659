namespace RlLab.Sweeps;

/// <summary>The objective of a run as it trains.</summary>
/// <param name="Trial">The number of its trial.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Points">What it has reported, in the order of steps.</param>
public sealed record RunCurve(int Trial, long Seed, IReadOnlyList<ObjectivePoint> Points)
{
    /// <summary>What it ended with, where it has trained to its end; null while it goes on, and where it went wrong.</summary>
    public double? Final { get; init; }

    /// <summary>The last step that it has reported; null before it has reported any.</summary>
    internal long? LastStep => Points.Count == 0 ? null : Points[^1].Step;

    /// <summary>Whether it has come as far as a step.</summary>
    internal bool HasReached(long step) => LastStep >= step;

    /// <summary>The best finite value up to a step; null where there is none.</summary>
    internal double? BestUpTo(long step, Direction direction)
    {
        double? best = null;
        foreach (var (_, value) in Points.Where(point => point.Step <= step && double.IsFinite(point.Value)))
        {
            best = best is { } known && !IsBetter(value, known, direction) ? known : value;
        }

        return best;
    }

    /// <summary>Whether one value is better than another.</summary>
    internal static bool IsBetter(double value, double other, Direction direction) => direction == Direction.Maximize ? value > other : value < other;
}

/// <summary>A value of the objective.</summary>
/// <param name="Step">The step that it was reported at.</param>
/// <param name="Value">The value, with the objective's own sign; not finite where the run has diverged.</param>
public readonly record struct ObjectivePoint(long Step, double Value);
