using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace RlLab.Sweeps;

/// <summary>Trains runs in worker processes on this machine, each of which takes one run after the other.</summary>
/// <remarks>
/// A process of its own gives each run its own torch generator, and lets a crash cost one run: the next one gets a new process.
/// </remarks>
/// <param name="slots">How many processes at once.</param>
/// <param name="command">The program and arguments of a worker; called for each process.</param>
/// <param name="logDirectory">Where <c>worker-N.log</c> keeps what the N-th process printed.</param>
/// <param name="grace">How long a run may take to stop before its process is killed.</param>
public sealed class LocalLauncher(int slots, Func<ProcessStartInfo> command, string logDirectory, TimeSpan grace) : ILauncher
{
    private readonly ConcurrentBag<WorkerProcess> _idle = [];
    private int _started;

    /// <inheritdoc/>
    public int Slots => slots;

    /// <inheritdoc/>
    public async Task<RunOutcome> RunAsync(RunRequest run, Action<RunProgress> progress, CancellationToken stopping)
    {
        WorkerProcess? worker;
        try
        {
            worker = TakeIdle() ?? Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return new RunOutcome(RunState.Failed, Message: $"No worker process could be started: {e.Message}");
        }

        var outcome = await worker.RunAsync(run, progress, grace, stopping).ConfigureAwait(false);
        _idle.Add(worker);
        return outcome;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_idle.Select(worker => worker.DisposeAsync().AsTask())).ConfigureAwait(false);

    private WorkerProcess? TakeIdle()
    {
        // A dead worker stays in nobody's way until the launcher is disposed: there are as many as runs that crashed.
        var dead = new List<WorkerProcess>();
        WorkerProcess? taken = null;
        while (taken is null && _idle.TryTake(out var worker))
        {
            if (worker.IsAlive)
            {
                taken = worker;
            }
            else
            {
                dead.Add(worker);
            }
        }

        dead.ForEach(_idle.Add);
        return taken;
    }

    private WorkerProcess Start()
    {
        var log = Path.Combine(logDirectory, $"worker-{Interlocked.Increment(ref _started)}.log");
        Directory.CreateDirectory(logDirectory);
        return WorkerProcess.Start(command(), log);
    }
}
