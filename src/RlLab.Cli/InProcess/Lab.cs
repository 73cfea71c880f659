using RlLab.Cli;
using RlLab.Tracking;

namespace RlLab;

/// <summary>Runs experiments in this process: from a script, a notebook, or a program of your own.</summary>
/// <remarks>
/// The instance's properties are the setting: <c>rllab.toml</c> and <c>RLLAB_SET_...</c> are not asked. A run is recorded as the command <c>run</c>
/// records it, and shipped nowhere: <c>sync</c>, of any program of experiments, does that later. One run trains at a time, because torch's generator
/// is the process's; a second one waits.
/// </remarks>
public static class Lab
{
    private static readonly Lock Training = new();

    /// <summary>Trains, on the calling thread, and returns when the run has ended.</summary>
    /// <param name="experiment">An instance of a class with <see cref="ExperimentAttribute"/>; use a new one for each run.</param>
    /// <param name="seed">The seed of everything random in the run.</param>
    /// <param name="options">Where to train and where to record; null for the defaults.</param>
    /// <param name="stopping">Signalled when the run shall stop; it then ends as <see cref="RunStatus.Killed"/>.</param>
    /// <returns>
    /// How the run ended and all that it logged. What training throws is not thrown here: it is told on standard error and stands in the result, and
    /// <see cref="RunResult.EnsureFinished"/> throws it.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// There is no such device or engine, the run cannot be recorded, or a run of this thread goes on.
    /// </exception>
    public static RunResult Run(IDeclaredExperiment experiment, long seed = 0, LabOptions? options = null, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        if (Training.IsHeldByCurrentThread)
        {
            throw new InvalidOperationException(
                $"A run of '{experiment.Descriptor.Name}' cannot begin inside another run: both would draw from torch's one generator. "
                + "Let the first one end before.");
        }

        lock (Training)
        {
            return InProcessRun.Train(experiment, seed, options ?? new LabOptions(), stopping);
        }
    }

    /// <summary>As <see cref="Run"/>, on a thread of the run's own.</summary>
    /// <param name="experiment">An instance of a class with <see cref="ExperimentAttribute"/>; use a new one for each run.</param>
    /// <param name="seed">The seed of everything random in the run.</param>
    /// <param name="options">Where to train and where to record; null for the defaults.</param>
    /// <param name="stopping">Signalled when the run shall stop; it then ends as <see cref="RunStatus.Killed"/>.</param>
    /// <returns>How the run ended and all that it logged.</returns>
    public static Task<RunResult> RunAsync(
        IDeclaredExperiment experiment, long seed = 0, LabOptions? options = null, CancellationToken stopping = default) =>
        Task.Factory.StartNew(
            () => Run(experiment, seed, options, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
