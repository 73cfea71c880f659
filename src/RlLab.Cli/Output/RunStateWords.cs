using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>What people call the state of a run, the same wherever it is shown.</summary>
internal static class RunStateWords
{
    public static string Word(this RunState state) => state switch
    {
        RunState.Planned => "not begun",
        RunState.NotComparable => "not comparable",
        _ => state.ToString().ToLowerInvariant(),
    };
}
