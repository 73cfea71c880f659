namespace RlLab.Sweeps;

/// <summary>What a Slurm cluster says of a sweep's tasks, and what it said last where it says nothing for a while.</summary>
/// <param name="slurm">The cluster.</param>
/// <param name="jobs">The sweep's arrays.</param>
/// <param name="clock">Measures how long it says nothing.</param>
public sealed class SlurmQueue(SlurmClient slurm, IReadOnlyList<long> jobs, TimeProvider clock)
{
    private IReadOnlyList<SlurmTask> _tasks = [];
    private long _answered = clock.GetTimestamp();

    /// <summary>Asks the cluster.</summary>
    /// <param name="stopping">Signalled by Ctrl-C.</param>
    public async Task<SlurmStanding> AskAsync(CancellationToken stopping)
    {
        try
        {
            var queued = await slurm.QueueAsync(jobs, stopping).ConfigureAwait(false);
            var known = queued.Select(task => task.Name).ToHashSet();
            _tasks = [.. queued, .. (await RememberedAsync(stopping).ConfigureAwait(false)).Where(task => known.Add(task.Name))];
            _answered = clock.GetTimestamp();
            return new SlurmStanding(_tasks);
        }
        catch (SlurmException e)
        {
            return new SlurmStanding(_tasks) { Problem = e.Message, Silence = clock.GetElapsedTime(_answered) };
        }
    }

    /// <summary>What accounting says of tasks that the controller has forgotten. Many clusters keep no accounts.</summary>
    private async Task<IReadOnlyList<SlurmTask>> RememberedAsync(CancellationToken stopping)
    {
        try
        {
            // It learns of things late: a task that the controller has forgotten cannot wait or run.
            return [.. (await slurm.AccountingAsync(jobs, stopping).ConfigureAwait(false)).Where(task => !task.IsWaiting && !task.IsRunning)];
        }
        catch (SlurmException)
        {
            return [];
        }
    }
}

/// <summary>How the tasks of a sweep stand.</summary>
/// <param name="Tasks">The tasks that are known.</param>
public sealed record SlurmStanding(IReadOnlyList<SlurmTask> Tasks)
{
    /// <summary>Why the cluster does not answer, as a paragraph; null where it does.</summary>
    public string? Problem { get; init; }

    /// <summary>For how long it has not answered.</summary>
    public TimeSpan Silence { get; init; }

    /// <summary>How many tasks wait or run.</summary>
    public int Active => Tasks.Count(task => task.IsWaiting || task.IsRunning);

    /// <summary>The standing in one line: <c>2 tasks run, 5 wait (Resources), 1 ended with OUT_OF_MEMORY (8_3)</c>.</summary>
    public override string ToString()
    {
        var running = Tasks.Count(task => task.IsRunning);
        var waiting = Tasks.Where(task => task.IsWaiting).ToList();
        var reasons = waiting.Select(task => task.Reason).OfType<string>().Distinct().ToList();
        var failed = Tasks.Where(task => task.HasFailed).GroupBy(task => task.State);
        return string.Join(", ", (string[])
        [
            $"{running} {(running == 1 ? "task runs" : "tasks run")}",
            .. waiting.Count == 0 ? [] : new[] { $"{waiting.Count} wait{(reasons.Count == 0 ? "" : $" ({string.Join(", ", reasons)})")}" },
            .. failed.Select(tasks => $"{tasks.Count()} ended with {tasks.Key} ({tasks.First().Name}{(tasks.Count() > 1 ? ", ..." : "")})"),
        ]);
    }
}
