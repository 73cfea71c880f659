namespace RlLab.Sweeps;

/// <summary>What a worker's process ends with, for whoever started it.</summary>
public static class WorkerExit
{
    /// <summary>Runs are left: its time was up (SIGUSR1), or its process could train no other. Start it again (EX_TEMPFAIL of sysexits.h).</summary>
    public const int RunsAreLeft = 75;
}
