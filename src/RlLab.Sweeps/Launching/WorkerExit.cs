namespace RlLab.Sweeps;

/// <summary>What a worker's process ends with, for whoever started it.</summary>
public static class WorkerExit
{
    /// <summary>Its time was up (SIGUSR1, SIGTERM) while runs were left: start another. As EX_TEMPFAIL of <c>sysexits.h</c>: try again.</summary>
    public const int RunsAreLeft = 75;
}
