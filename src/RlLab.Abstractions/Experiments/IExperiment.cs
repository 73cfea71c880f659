namespace RlLab;

/// <summary>What a researcher writes: a class with hyperparameters as properties, and one method that trains with them.</summary>
/// <remarks>
/// Mark the class <c>partial</c> and put <see cref="ExperimentAttribute"/> on it; the generator then writes its descriptor and the
/// code that sets its properties. One instance lives for one run.
/// </remarks>
public interface IExperiment
{
    /// <summary>Builds the world, the network and the algorithm from the properties, trains, and logs to <paramref name="run"/>.</summary>
    /// <param name="run">Where everything worth keeping goes; it also carries the seed, the device and the wish to stop.</param>
    void Train(IRun run);
}
