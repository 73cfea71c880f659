namespace RlLab;

/// <summary>Lists every metric that a class can log to the run that it is given, so that a build can hold a sweep's objective against it.</summary>
/// <param name="metrics">The metrics' names, those that only some options log among them.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LogsAttribute(params string[] metrics) : Attribute
{
    /// <summary>The metrics' names.</summary>
    public IReadOnlyList<string> Metrics { get; } = metrics;
}
