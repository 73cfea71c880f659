using System.Globalization;

namespace RlLab.Sweeps;

/// <summary>Ends a run whose best value so far is worse than the median of the other trials' runs at the same step.</summary>
/// <remarks>
/// The median stopping rule of Golovin et al., "Google Vizier: a service for black-box optimization" (2017), section 3.2.1, on best values.
/// </remarks>
public sealed class MedianPruner : IPruner
{
    /// <summary>How many runs of other trials must have come as far. At least 1. Default: 5.</summary>
    public int Rivals
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Rivals), value, "A median needs at least 1 rival.");
    } = 5;

    /// <summary>Up to which step no run is ended. Not negative. Default: 0.</summary>
    public long WarmupSteps
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WarmupSteps), value, "The warm-up takes 0 steps or more.");
    }

    /// <inheritdoc/>
    public PruningDecision Decide(RunCurve run, IReadOnlyList<RunCurve> others, Direction direction)
    {
        if (run.LastStep is not { } step || run.BestUpTo(step, direction) is not { } own)
        {
            return new(false, "The run has reported no finite value yet.");
        }

        if (step <= WarmupSteps)
        {
            return new(false, Text($"Step {step:N0} lies within the warm-up of {WarmupSteps:N0} steps."));
        }

        var values = others.Where(other => other.Trial != run.Trial && other.HasReached(step))
            .Select(other => other.BestUpTo(step, direction)).OfType<double>().Order().ToList();
        if (values.Count < Rivals)
        {
            return new(false, Text($"{values.Count:N0} runs of other trials have come to step {step:N0}; a median is taken of {Rivals:N0} or more."));
        }

        // Halves, for the sum of two numbers can be more than any number.
        var median = values[(values.Count - 1) / 2] / 2 + values[values.Count / 2] / 2;
        var isPruned = RunCurve.IsBetter(median, own, direction);
        var word = isPruned ? "worse" : "no worse";
        return new(isPruned, Text(
            $"At step {step:N0} the best value so far, {own:G4}, is {word} than the median of {values.Count:N0} runs, {median:G4}."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
