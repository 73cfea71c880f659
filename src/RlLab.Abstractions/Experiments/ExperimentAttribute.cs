namespace RlLab;

/// <summary>Declares an experiment: a partial class that implements <see cref="IExperiment"/>.</summary>
/// <param name="name">
/// What the command line and MLflow call it: lower-case words of letters and digits, joined by single hyphens, at most 100
/// characters, unique in its assembly and in every program that references it (<c>cartpole-reinforce</c>).
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExperimentAttribute(string name) : Attribute
{
    /// <summary>What the command line and MLflow call the experiment.</summary>
    public string Name { get; } = name;

    /// <summary>Whether <c>--device auto</c> takes the GPU. Default: false, because a small network is many times slower there.</summary>
    public bool PrefersGpu { get; init; }
}
