namespace RlLab.Sweeps;

/// <summary>Is told how the runs of a sweep go, from any thread.</summary>
public interface ISweepObserver
{
    /// <summary>A run has begun.</summary>
    /// <param name="run">The run.</param>
    void Started(RunRequest run);

    /// <summary>A run tells how far it is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="progress">How far it is.</param>
    void Progressed(RunRequest run, RunProgress progress);

    /// <summary>A run has said nothing for a while, or whoever trained it is gone and it is going to be begun again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="what">What there is to tell, as a sentence.</param>
    void Told(RunRequest run, string what);

    /// <summary>There is something to tell that concerns no single run; a worker may tell it again, and another the same.</summary>
    /// <param name="what">What there is to tell, as a sentence.</param>
    void Noted(string what);

    /// <summary>A run trains no more: it has ended, one way or another, or was given back.</summary>
    /// <param name="run">The run.</param>
    /// <param name="outcome">How it ended; <see cref="RunState.Interrupted"/> where it is going to be begun again.</param>
    void Ended(RunRequest run, RunOutcome outcome);
}
