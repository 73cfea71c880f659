namespace RlLab.Sweeps;

/// <summary>Ends the runs whose workers vanished too often.</summary>
internal static class GivenUpRuns
{
    /// <summary>Notes each run as failed that is given up; says whether there was one to note.</summary>
    /// <param name="store">The sweep's store.</param>
    /// <param name="record">What it holds.</param>
    public static bool BuryTheGivenUp(this ISweepStore store, SweepRecord record)
    {
        var buried = 0;
        foreach (var run in record.Runs.Where(run => SweepSchedule.IsGivenUp(run, record.Header)))
        {
            var what = $"Whoever trained it vanished in the middle {run.Deaths} times, the last time {run.Worker}.";
            buried += store.End(run.Id, run.Attempts, new RunOutcome(RunState.Failed, Message: what) { Died = true }) ? 1 : 0;
        }

        return buried > 0;
    }
}
