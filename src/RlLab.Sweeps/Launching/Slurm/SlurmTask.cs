namespace RlLab.Sweeps;

/// <summary>A task of an array as Slurm tells of it.</summary>
/// <param name="Job">The array's number.</param>
/// <param name="Index">Its number in the array.</param>
/// <param name="State">Where it stands, in Slurm's word: <c>PENDING</c>, <c>RUNNING</c>, <c>OUT_OF_MEMORY</c>.</param>
/// <param name="Reason">Why it waits, or how it ended, in Slurm's word; null where nothing is to be said.</param>
public sealed record SlurmTask(long Job, int Index, string State, string? Reason)
{
    /// <summary>How people and Slurm's commands call it.</summary>
    public string Name => $"{Job}_{Index}";

    /// <summary>Whether it waits for a node.</summary>
    public bool IsWaiting => State is "PENDING" or "REQUEUED" or "REQUEUE_FED" or "REQUEUE_HOLD" or "SPECIAL_EXIT" or "RESV_DEL_HOLD";

    /// <summary>Whether it is on a node.</summary>
    public bool IsRunning => State is "RUNNING" or "COMPLETING" or "CONFIGURING" or "RESIZING" or "SIGNALING" or "STAGE_OUT" or "STOPPED"
        or "SUSPENDED";

    /// <summary>Whether it ended in another way than by itself and in order.</summary>
    public bool HasFailed => !IsWaiting && !IsRunning && State != "COMPLETED";
}
