namespace RlLab;

/// <summary>What a researcher writes: a class with hyperparameters as properties, and one method that trains with them.</summary>
/// <remarks>
/// Mark the class <c>partial</c> and put <see cref="ExperimentAttribute"/> on it; the generator then writes its descriptor and the
/// code that sets its properties. One instance lives for one run.
/// </remarks>
public interface IExperiment
{
    /// <summary>Builds the world, the network and the algorithm from the properties, trains, and logs to <paramref name="run"/>.</summary>
    /// <remarks>
    /// The host trains on one thread, and what follows an <c>await</c> comes back to it, because torch keeps its gradient mode and its dispose
    /// scopes by thread. So await a task instead of blocking on it with <c>Wait()</c> or <c>Result</c>, unless all that it awaits is
    /// <c>ConfigureAwait(false)</c>, and await whatever logs: the run ends with the returned task.
    /// </remarks>
    /// <param name="run">Where everything worth keeping goes; it also carries the seed, the device and the wish to stop.</param>
    /// <returns>
    /// The training; its end is the run's. An exception, thrown here or by the task, fails the run; once <see cref="IRun.Stopping"/> is
    /// signalled the run counts as stopped instead. Null fails the run too.
    /// </returns>
    Task Train(IRun run);
}
