using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Trains the runs that a worker claims.</summary>
/// <param name="trainer">Who trains.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
internal sealed class SweepRuns(RunTrainer trainer, string lab)
{
    /// <summary>Trains a run; of one that has come to its end, and whose worker died before it could say so, the end is told.</summary>
    /// <param name="run">What to train.</param>
    /// <param name="progress">Told how far the run is.</param>
    /// <param name="reported">Told each value of the objective; answers why the run shall be pruned.</param>
    /// <param name="stopping">Signalled when the run shall stop.</param>
    public RunOutcome Train(
        RunRequest run, Action<RunProgress> progress, Func<ObjectivePoint, string?> reported, CancellationToken stopping) =>
        Ended(run, lab) ?? trainer.Train(run, progress, stopping, reported);

    /// <summary>The end that a run has come to; null where it has not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lab">The folder <c>.rllab</c>.</param>
    public static RunOutcome? Ended(RunRequest run, string lab) =>
        RunLog.TryRead(Path.Combine(LabDirectory.Runs(lab), run.Id)) is { Status: RunStatus.Finished } log ? Ended(run, log) : null;

    private static RunOutcome Ended(RunRequest run, RunLog log)
    {
        double? objective = log.Metrics.TryGetValue(run.Objective, out var points) && points.Count > 0 ? points[^1].Value : null;
        if (log.Tags.GetValueOrDefault(RunEnd.PrunedTag) is { } pruned)
        {
            return new RunOutcome(RunState.Pruned, objective, pruned) { Trained = log.Trained };
        }

        var whyNot = log.Tags.GetValueOrDefault("rllab.not_comparable");
        return new RunOutcome(whyNot is null ? RunState.Finished : RunState.NotComparable, objective, whyNot) { Trained = log.Trained };
    }
}
