namespace RlLab.Sweeps;

/// <summary>Ends no run early: the default. Returns are noisy, and settings that learn late often win.</summary>
public sealed class NoPruner : IPruner
{
    /// <inheritdoc/>
    public PruningDecision Decide(RunCurve run, IReadOnlyList<RunCurve> others, Direction direction) =>
        new(false, "Every run trains to its end, because no pruner was asked for.");
}
