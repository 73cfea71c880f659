using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Sends each run that begins, and gives a run its end where its process died before it could; tells another observer the same.</summary>
/// <param name="inner">The other.</param>
/// <param name="trainer">Who records.</param>
/// <param name="follow">Sends a run, by its identity, from now on.</param>
internal sealed class RecordingObserver(ISweepObserver inner, RunTrainer trainer, Action<string> follow) : ISweepObserver
{
    public void Started(RunRequest run)
    {
        follow(run.Id);
        inner.Started(run);
    }

    public void Progressed(RunRequest run, RunProgress progress) => inner.Progressed(run, progress);

    public void Told(RunRequest run, string what) => inner.Told(run, what);

    public void Noted(string what) => inner.Noted(what);

    public void Ended(RunRequest run, RunOutcome outcome)
    {
        // One that is going to be begun again, or was given back, goes on in the same record.
        if (outcome.State is not (RunState.Finished or RunState.Interrupted or RunState.Planned))
        {
            trainer.EndFor(run, outcome);
        }

        inner.Ended(run, outcome);
    }
}
