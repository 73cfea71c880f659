using System.Collections.Concurrent;
using RlLab.Lanes;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Trains the runs that a worker claims as lanes of one program.</summary>
/// <param name="trainer">Who trains.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
/// <param name="lanes">How many, and whether they were asked for.</param>
internal sealed class LaneRuns(RunTrainer trainer, string lab, LaneSettings lanes)
{
    private readonly ConcurrentDictionary<string, RunTraining> _training = new();
    private volatile LaneScheduler? _scheduler;
    private int _most;

    /// <summary>Whether runs have trained beside each other since the lanes were empty last.</summary>
    public bool HaveShared => _most > 1;

    /// <summary>See <see cref="WorkerOptions.Turn"/>.</summary>
    public (string? Run, long Turn) Turn => _scheduler is { } scheduler
        ? ((scheduler.Turn as RunTraining)?.Request.Id, scheduler.Turns)
        : (null, 0);

    /// <summary>A number that grows with whatever a run records or prints.</summary>
    /// <param name="run">The run.</param>
    public long Traces(RunRequest run) => _training.TryGetValue(run.Id, out var training) ? training.Traces : 0;

    /// <summary>What a run printed last; null where it printed nothing.</summary>
    /// <param name="run">The run.</param>
    public string? LastWords(RunRequest run) => _training.TryGetValue(run.Id, out var training) ? training.Print.LastLine : null;

    /// <summary>Trains runs of one group, on the calling thread, until there is none left.</summary>
    /// <param name="next">The next run for a free lane; null while there is none.</param>
    /// <param name="loop">Who claims them.</param>
    /// <param name="observer">Told what could not be joined.</param>
    public void Train(Func<ClaimedRun?> next, WorkerLoop loop, ISweepObserver observer)
    {
        _most = 0;
        var scheduler = _scheduler = new LaneScheduler(lanes.Width);
        scheduler.Run(Next, CancellationToken.None);
        foreach (var reason in scheduler.Statistics.NotJoined)
        {
            observer.Noted($"Not joined in lanes: {reason.TrimEnd('.')}.");
        }

        RunTraining? Next()
        {
            while (next() is { } run)
            {
                if (SweepRuns.Ended(run.Request, lab) is { } outcome)
                {
                    // Its worker died before it could say so.
                    run.End(outcome);
                    continue;
                }

                var training = new RunTraining(trainer, run.Request, run.Report, run.Report, run.Stopping)
                {
                    Lanes = () => _training.Count,
                    MayEndTheProcess = () => scheduler.Turn is not RunTraining turn || turn.Request.Id == run.Request.Id,
                    NotJoined = () => scheduler.Statistics.NotJoined,
                    HasEnded = outcome => HasEnded(run, outcome, scheduler, loop, observer),
                    RanOutOfMemory = () => Narrow(loop, observer),
                    GivingBack = why =>
                    {
                        _training.TryRemove(run.Request.Id, out _);
                        run.GiveBack(why);
                    },
                };
                _training[run.Request.Id] = training;
                _most = Math.Max(_most, _training.Count);
                return training;
            }

            return null;
        }
    }

    private void HasEnded(ClaimedRun run, RunOutcome outcome, LaneScheduler scheduler, WorkerLoop loop, ISweepObserver observer)
    {
        _training.TryRemove(run.Request.Id, out _);
        run.End(outcome);

        // Of a run that broke off nobody knows what it would have asked for.
        if (outcome.State is not (RunState.Finished or RunState.NotComparable))
        {
            return;
        }

        // Where all was answered alone, it may be for want of others that ask.
        var statistics = scheduler.Statistics;
        var asksNothing = statistics.Requests == 0 && statistics.NotJoined.Count == 0;
        if (asksNothing || (statistics.Calls == statistics.Requests && statistics.NotJoined.Count > 0))
        {
            loop.TrainGroupOneAtATime();
            if (lanes.AreAsked)
            {
                var why = asksNothing
                    ? "they await no action and no update of RlLab's, which could be joined"
                    : string.Join("; ", statistics.NotJoined.Select(reason => reason.TrimEnd('.')));
                observer.Noted($"Lanes bring nothing to {run.Request.Experiment}, whose runs train one at a time: {why}.");
            }
        }
    }

    private void Narrow(WorkerLoop loop, ISweepObserver observer)
    {
        var width = Math.Max(1, _training.Count / 2);
        loop.Narrow(width);
        observer.Noted($"Memory was exhausted: a worker has {width} {(width == 1 ? "lane" : "lanes")} from here on.");
    }
}
