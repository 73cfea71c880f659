namespace RlLab.Sweeps.Tests;

/// <summary>A store that can be away, for all that is asked of it or for some.</summary>
/// <param name="store">The store behind it.</param>
/// <param name="error">What it says while it is away.</param>
internal sealed class AbsentStore(ISweepStore store, Func<Exception> error) : ISweepStore
{
    private readonly HashSet<(string Run, int Attempt)> _unanswered = [];

    /// <summary>What it does not answer, by the names of this store's methods.</summary>
    public HashSet<string> Away { get; } = [];

    /// <summary>Whether a claim is taken that is not answered.</summary>
    public bool TakesUnanswered { get; set; }

    /// <summary>The claims that did not wait, and those that did.</summary>
    public (int Hurried, int Waited) Claims { get; private set; }

    /// <summary>What happens at a sign of life.</summary>
    public Action Beating { get; set; } = () => { };

    public TimeSpan Lease => store.Lease;

    public SweepRecord Read() => Answer(nameof(Read), store.Read);

    public bool TryClaim(RunPlanned run, int attempt, bool waits = true)
    {
        Claims = waits ? (Claims.Hurried, Claims.Waited + 1) : (Claims.Hurried + 1, Claims.Waited);
        if (Away.Contains(nameof(TryClaim)) && TakesUnanswered && store.TryClaim(run, attempt))
        {
            _unanswered.Add((run.Run, attempt));
        }

        return Answer(nameof(TryClaim), () => _unanswered.Remove((run.Run, attempt)) || store.TryClaim(run, attempt, waits));
    }

    public void Release(string run, int attempt) => Answer(nameof(Release), () => Done(() => store.Release(run, attempt)));

    public bool End(string run, int attempt, RunOutcome outcome) => Answer(nameof(End), () => store.End(run, attempt, outcome));

    public void Beat(WorkerStatus? work) => Answer(nameof(Beat), () => Done(() =>
    {
        Beating();
        store.Beat(work);
    }));

    public IReadOnlyDictionary<string, WorkerStatus> Working() => Answer(nameof(Working), store.Working);

    public void Note(SweepEvent entry) => Answer(nameof(Note), () => Done(() => store.Note(entry)));

    public IDisposable Lead() => Answer(nameof(Lead), store.Lead);

    public void Dispose() => store.Dispose();

    private static bool Done(Action act)
    {
        act();
        return true;
    }

    private T Answer<T>(string method, Func<T> ask) => Away.Contains(method) ? throw error() : ask();
}
