using System.Globalization;

namespace RlLab.Sweeps;

/// <summary>Lets another pruner end a run only after the run has not improved for a while.</summary>
/// <param name="pruner">The pruner that decides then.</param>
/// <param name="patience">For how many steps a run may go without a new best value. At least 1.</param>
public sealed class PatientPruner(IPruner pruner, long patience) : IPruner
{
    private readonly long _patience = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, "Patience lasts 1 step or more.");

    /// <inheritdoc/>
    public PruningDecision Decide(RunCurve run, IReadOnlyList<RunCurve> others, Direction direction)
    {
        var decision = pruner.Decide(run, others, direction);
        if (!decision.IsPruned || run.LastStep is not { } step || run.BestUpTo(step, direction) is not { } best)
        {
            return decision;
        }

        var since = step - run.Points.First(point => point.Value == best).Step;
        return since >= _patience
            ? decision with { Reason = Text($"{decision.Reason} It has not improved for {since:N0} steps.") }
            : new(false, Text($"It has its best value since {since:N0} steps, and has {_patience:N0} to better it: {decision.Reason}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
