using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace RlLab.Sweeps;

/// <summary>Keeps worker processes on this machine, which train the runs that they claim.</summary>
/// <remarks>
/// A process of its own gives a worker its own torch generator, and lets a crash cost no more than the runs that it trains: whoever crashes is
/// replaced, and they are begun again as often as the sweep's limits say.
/// </remarks>
/// <param name="store">The sweep's store.</param>
/// <param name="schedule">Says which runs are wanted.</param>
/// <param name="slots">How many processes at once.</param>
/// <param name="command">The program and arguments of a worker, for a slot from 0 and the file that receives what it prints.</param>
/// <param name="logDirectory">Where <c>worker-N.log</c> keeps what the N-th process printed.</param>
/// <param name="grace">How long a run may take to stop before its process is killed.</param>
/// <param name="clock">Measures that.</param>
public sealed class LocalLauncher(
    ISweepStore store,
    SweepSchedule schedule,
    int slots,
    Func<int, string, ProcessStartInfo> command,
    string logDirectory,
    TimeSpan grace,
    TimeProvider clock) : ILauncher
{
    /// <summary>How often a worker may fail before one begins a run.</summary>
    private const int FruitlessStarts = 3;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    // By what happened here: when a death is told, another worker may have begun the run once more, and have died of it too.
    private readonly ConcurrentDictionary<string, int> _deaths = new();

    private int _started;

    /// <inheritdoc/>
    public async Task RunAsync(ISweepObserver observer, CancellationToken stopping)
    {
        _started = Starting(() => Directory.GetFiles(Directory.CreateDirectory(logDirectory).FullName, "worker-*.log").Length);
        foreach (var run in store.Read().Runs.Where(run => run.Deaths > 0))
        {
            _deaths[run.Id] = run.Deaths;
        }

        do
        {
            await Task.WhenAll(Enumerable.Range(0, slots).Select(slot => Task.Run(() => KeepAsync(slot, observer, stopping), CancellationToken.None)))
                .ConfigureAwait(false);
        }
        while (!stopping.IsCancellationRequested && store.BuryTheGivenUp(store.Read()));
    }

    private async Task KeepAsync(int slot, ISweepObserver observer, CancellationToken stopping)
    {
        var fruitless = 0;
        while (!stopping.IsCancellationRequested && store.Read() is { IsCancelled: false } record)
        {
            if (!schedule.Next(record).Any() && !schedule.Waits(record))
            {
                if (record.Runs.All(run => run.State != RunState.Running))
                {
                    return;
                }

                // Whoever trains it, of this host or not, may vanish or give it back.
                await Task.WhenAny(Task.Delay(PollInterval, clock, stopping)).ConfigureAwait(false);
                continue;
            }

            await using var worker = Start(slot, observer);
            var end = await worker.EndAsync(grace, stopping).ConfigureAwait(false);

            // One that finds all runs taken by others ends well, and says nothing about those that fail.
            fruitless = end.Runs > 0 ? 0 : fruitless + (end.ExitCode == 0 ? 0 : 1);
            if (end is { Left.Count: > 1, WasKilled: false })
            {
                observer.Noted($"{end.Message} Those are begun again, one at a time, since nobody knows which of them ended it.");
            }

            foreach (var run in end.Left)
            {
                observer.Ended(run, Bury(run, end, observer));
            }

            if (fruitless >= FruitlessStarts && !stopping.IsCancellationRequested)
            {
                throw new SweepException(
                    $"{fruitless} worker processes ended before they began a run, the last with exit code {end.ExitCode}.{end.LastWords}");
            }
        }
    }

    /// <summary>Notes what becomes of a run whose process died.</summary>
    private RunOutcome Bury(RunRequest run, WorkerEnd end, ISweepObserver observer)
    {
        var deaths = _deaths.AddOrUpdate(run.Id, 1, (_, before) => before + 1);
        var record = store.Read();
        if (record.Runs.FirstOrDefault(r => r.Id == run.Id) is not { } known)
        {
            // The store is away, and tells what it knew before.
            return new RunOutcome(RunState.Interrupted, Message: end.Message);
        }

        if (known.HasEnded)
        {
            return new RunOutcome(known.State, known.Objective, known.Message);
        }

        if (!end.WasKilled && !SweepSchedule.IsGivenUp(known, record.Header))
        {
            var retries = (record.Header.Limits ?? new SweepLimits()).Retries;
            if (end.Left.Count == 1)
            {
                observer.Told(run, $"attempt {deaths + 1} of {retries + 1}, after {char.ToLowerInvariant(end.Message[0])}{end.Message[1..]}");
            }

            return new RunOutcome(RunState.Interrupted, Message: end.Message);
        }

        var outcome = end.WasKilled
            ? new RunOutcome(RunState.Killed, Message: end.Message)
            : new RunOutcome(RunState.Failed, Message: end.Message) { Died = true };
        store.End(run.Id, known.Attempts, outcome);
        return outcome;
    }

    private WorkerProcess Start(int slot, ISweepObserver observer)
    {
        var log = Path.Combine(logDirectory, $"worker-{Interlocked.Increment(ref _started)}.log");
        return Starting(() => WorkerProcess.Start(command(slot, log), observer, log, clock));
    }

    private T Starting<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepException(
                $"No worker process could be started: its log cannot be written. {e.Message} Give what it prints a folder that can be written: "
                + $"this is {logDirectory}.");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new SweepException($"No worker process could be started: {e.Message}");
        }
    }
}
