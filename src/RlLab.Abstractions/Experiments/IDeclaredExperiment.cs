namespace RlLab;

/// <summary>
/// An experiment that tells what it is and how it is set. The generator adds it to each class with <see cref="ExperimentAttribute"/>.
/// </summary>
public interface IDeclaredExperiment : IExperiment
{
    /// <summary>All that is known of the experiment before it runs.</summary>
    ExperimentDescriptor Descriptor { get; }

    /// <summary>The values that this instance's hyperparameters have.</summary>
    ParameterSet Parameters { get; }
}
