namespace RlLab.Sweeps.Tests;

/// <summary>An observer that does not care.</summary>
internal sealed class Deaf : ISweepObserver
{
    public void Started(RunRequest run)
    {
    }

    public void Progressed(RunRequest run, RunProgress progress)
    {
    }

    public void Told(RunRequest run, string what)
    {
    }

    public void Noted(string what)
    {
    }

    public void Ended(RunRequest run, RunOutcome outcome)
    {
    }
}
