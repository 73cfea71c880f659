namespace RlLab.Sweeps;

/// <summary>Starts a sweep's workers as tasks of a Slurm cluster, which outlive whoever asked for them.</summary>
/// <remarks>A task is a worker that claims runs until none is left. One whose time is nearly up gives its run back, and is requeued.</remarks>
/// <param name="slurm">The cluster.</param>
/// <param name="options">What each task asks for.</param>
/// <param name="sweep">The sweep's identity.</param>
/// <param name="worker">A worker's program and arguments.</param>
/// <param name="logDirectory">Where <c>slurm-JOB_TASK.log</c> keeps what a task printed; null leaves it to Slurm, as nodes share no folder.</param>
public sealed class SlurmLauncher(
    SlurmClient slurm, SlurmOptions options, string sweep, IReadOnlyList<string> worker, string? logDirectory)
{
    private readonly string _script = SlurmScript.Of(options, worker);

    /// <summary>What the sweep's jobs are called in the queue.</summary>
    public string JobName => $"rllab-{sweep[..8]}";

    /// <summary>Asks whether the cluster would take a task; nothing is submitted.</summary>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <exception cref="SlurmException">It would not.</exception>
    public Task CheckAsync(CancellationToken stopping) => slurm.CheckAsync(Arguments, _script, stopping);

    /// <summary>Submits tasks, in as many arrays as the cluster's limit asks for.</summary>
    /// <param name="tasks">How many; that many runs train at once.</param>
    /// <param name="submitted">Told of each array.</param>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    /// <exception cref="SlurmException">The cluster refuses; arrays that were told of are in its queue.</exception>
    public async Task SubmitAsync(int tasks, Action<TasksSubmitted> submitted, CancellationToken stopping)
    {
        foreach (var size in ArraySizes(tasks, await slurm.MaxArraySizeAsync(stopping).ConfigureAwait(false)))
        {
            var job = await slurm.SubmitAsync([$"--array=0-{size - 1}", .. Arguments], _script, stopping).ConfigureAwait(false);
            submitted(new TasksSubmitted(TasksSubmitted.Slurm, job, size));
        }
    }

    /// <summary>The arrays' sizes, as equal as they can be.</summary>
    internal static IEnumerable<int> ArraySizes(int tasks, int most)
    {
        var arrays = (tasks + most - 1) / most;
        return Enumerable.Range(0, arrays).Select(array => tasks / arrays + (array < tasks % arrays ? 1 : 0));
    }

    private IReadOnlyList<string> Arguments =>
    [
        $"--job-name={JobName}",
        .. logDirectory?.Replace("%", "%%", StringComparison.Ordinal) is { } folder ? new[] { $"--output={folder}/slurm-%A_%a.log" } : [],
        "--open-mode=append",
        "--requeue",
        $"--signal=B:USR1@{SlurmOptions.Warning.TotalSeconds:0}",
        .. options.Arguments,
    ];
}
