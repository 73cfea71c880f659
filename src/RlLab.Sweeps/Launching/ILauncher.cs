namespace RlLab.Sweeps;

/// <summary>Starts workers somewhere: in processes of this machine, or on a cluster. What they train they claim from the sweep's store.</summary>
public interface ILauncher
{
    /// <summary>Has workers work until no run is left to begin.</summary>
    /// <param name="observer">Told how the runs go.</param>
    /// <param name="stopping">Signalled when the runs shall stop; they then end as <see cref="RunState.Killed"/>.</param>
    /// <exception cref="SweepException">No worker can be started.</exception>
    Task RunAsync(ISweepObserver observer, CancellationToken stopping);
}
