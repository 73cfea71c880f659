namespace RlLab.Sweeps;

/// <summary>Tells the store what a run logs of its objective, and asks a pruner about it, from what the store holds alone.</summary>
/// <param name="store">The sweep's store.</param>
/// <param name="pruner">Decides.</param>
/// <param name="run">The run's identity.</param>
/// <param name="attempt">Which attempt at it.</param>
/// <param name="runs">How many runs the worker trains, which share what it asks of the store.</param>
/// <param name="clock">The clock.</param>
internal sealed class RunPruning(ISweepStore store, IPruner pruner, string run, int attempt, Func<int> runs, TimeProvider clock)
{
    /// <summary>How often a worker writes and reads the store: whatever is logged in between is told, and judged, together.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly List<ObjectivePoint> _untold = [];
    private readonly List<ObjectivePoint> _unjudged = [];
    private long? _asked;

    /// <summary>Takes what the run has logged.</summary>
    /// <param name="point">A value of the objective.</param>
    /// <returns>Why the run shall end here; null while it goes on.</returns>
    public string? Report(ObjectivePoint point)
    {
        lock (_lock)
        {
            _untold.Add(point);
            _unjudged.Add(point);
            return _asked is { } last && clock.GetElapsedTime(last) < Interval * Math.Max(1, runs()) ? null : TellAndJudge();
        }
    }

    /// <summary>Tells what is left to tell, if the store takes it.</summary>
    public void Tell()
    {
        lock (_lock)
        {
            try
            {
                TellAll();
            }
            catch (Exception e) when (e.IsOfStore())
            {
                // The run has ended, and that is what counts of it.
            }
        }
    }

    private string? TellAndJudge()
    {
        try
        {
            _asked = clock.GetTimestamp();
            TellAll();
            var sweep = store.Read();

            // A store that is away may tell what it knew before.
            if (sweep.Runs.FirstOrDefault(r => r.Id == run) is not { } own || own.Points.All(p => p.Step != _unjudged[^1].Step))
            {
                return null;
            }

            var reason = _unjudged.Select(Judge(own, sweep)).FirstOrDefault(reason => reason is not null);
            _unjudged.Clear();
            return reason;
        }
        catch (Exception e) when (e.IsOfStore())
        {
            // A training does not end of it: it only is not pruned meanwhile, and what it logs is told and judged later.
            return null;
        }
    }

    private void TellAll()
    {
        if (_untold.Count > 0)
        {
            store.Note(new RunReported(run, attempt, [.. _untold]));
            _untold.Clear();
        }
    }

    private Func<ObjectivePoint, string?> Judge(RunRecord own, SweepRecord sweep)
    {
        var curve = Curve(own);
        RunCurve[] others =
        [
            .. sweep.Runs.Where(r => r.Id != run && r.Phase == RunPhase.Tuning && (r.Points.Count > 0 || r.State == RunState.Finished)).Select(Curve),
        ];

        // A run that was taken up again has told of later steps before.
        return point =>
        {
            var soFar = curve with { Points = [.. curve.Points.Where(p => p.Step <= point.Step)] };
            var decision = pruner.Decide(soFar, others, sweep.Header.Direction);
            return decision.IsPruned ? decision.Reason : null;
        };
    }

    private static RunCurve Curve(RunRecord run) =>
        new(run.Trial, run.Seed, run.Points) { Final = run.State == RunState.Finished ? run.Objective : null };
}
