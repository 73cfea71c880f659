using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Something that the user can mend; the message says what happened and the way out, and is all that is shown.</summary>
/// <param name="message">One paragraph.</param>
/// <param name="exitCode">What the process ends with: <see cref="ExitCode.Usage"/> for wrong input.</param>
internal sealed class UserException(string message, int exitCode = ExitCode.Usage) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Stopped = 130;

    /// <summary>How a sweep stands.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="stopping">Signalled where its trainer or its watcher was told to stop.</param>
    public static int Of(SweepRecord sweep, CancellationToken stopping) =>
        stopping.IsCancellationRequested || sweep.IsCancelled ? Stopped
        : sweep.Runs.Any(run => run.State is RunState.Failed or RunState.NotComparable) ? Failed
        : Done;
}
