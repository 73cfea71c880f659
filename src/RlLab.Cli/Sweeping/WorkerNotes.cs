using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Notes on the screen what a worker without a host does.</summary>
/// <param name="screen">Where.</param>
internal sealed class WorkerNotes(Screen screen) : ISweepObserver
{
    public void Started(RunRequest run) => screen.Note($"{run.Name}: begun");

    public void Progressed(RunRequest run, RunProgress progress)
    {
        // The sweep's store tells it, to whoever asks.
    }

    public void Told(RunRequest run, string what) => screen.Note($"{run.Name}: {what}");

    public void Noted(string what) => screen.Note(what);

    public void Ended(RunRequest run, RunOutcome outcome) => screen.Note(SweepDisplay.Line(run, outcome));
}
