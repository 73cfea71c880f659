namespace RlLab.Sweeps;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>
    /// Asked when a run was stopped: whether it is given back for another worker to go on with, as on a machine that is taken away. Default: never;
    /// it is killed, as by Ctrl-C.
    /// </summary>
    public Func<bool> GivesBack { get; init; } = () => false;

    /// <summary>
    /// Whether a run that has died too often is noted as failed by this worker. Default: true; false where a host does, who knows its last words.
    /// </summary>
    public bool BuriesTheDead { get; init; } = true;

    /// <summary>
    /// How long after its beginning a worker still waits, with nothing to begin, for runs that train: one may be of a predecessor who is gone and
    /// not yet missed. Default: not at all.
    /// </summary>
    public TimeSpan WaitsForTheMissing { get; init; }

    /// <summary>A number that changes whenever a run logs or prints. Default: always the same.</summary>
    public Func<RunRequest, long> Traces { get; init; } = _ => 0;

    /// <summary>What a run printed last. Default: null, nothing.</summary>
    public Func<RunRequest, string?> LastWords { get; init; } = _ => null;

    /// <summary>
    /// Whose code runs, by the run's identity, and a number that grows whenever it is another's turn; asked where several runs train as lanes of one
    /// thread. Default: nobody's.
    /// </summary>
    public Func<(string? Run, long Turn)> Turn { get; init; } = () => (null, 0);

    /// <summary>
    /// Whether the process may train another run after one, and beside one that has just begun; else the worker ends. Default: always.
    /// </summary>
    public Func<bool> MayTrainAnother { get; init; } = () => true;

    /// <summary>How long a run may take to stop at a limit, before the process is ended. Default: 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Ends the process, whatever it does. Default: ends it with exit code 1.</summary>
    public Action Exit { get; init; } = () => Environment.Exit(1);
}
