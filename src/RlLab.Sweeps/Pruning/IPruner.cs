namespace RlLab.Sweeps;

/// <summary>Ends runs early that look hopeless beside the others.</summary>
/// <remarks>
/// A decision is a pure function of what the run has reported and of what the other runs had reported up to the same step: whoever asks, in
/// whatever order the others are, gets the same one. Values that are not finite are passed over; a run that diverges is ended by its own rule, not
/// by a pruner.
/// </remarks>
public interface IPruner
{
    /// <summary>Whether a run goes on, and why.</summary>
    /// <param name="run">The run, with its points so far; the last one is what it has just reported.</param>
    /// <param name="others">
    /// All other runs that have begun, of this trial with other seeds too. What they reported at later steps is not looked at.
    /// </param>
    /// <param name="direction">Which end of the objective is the good one.</param>
    PruningDecision Decide(RunCurve run, IReadOnlyList<RunCurve> others, Direction direction);
}

/// <summary>What a pruner has decided.</summary>
/// <param name="IsPruned">Whether the run ends here.</param>
/// <param name="Reason">Why, in a sentence, with the figures that decided.</param>
public sealed record PruningDecision(bool IsPruned, string Reason);
