namespace RlLab.Tracking;

/// <summary>One event of a run's journal.</summary>
internal abstract record RunEvent;

internal sealed record RunStarted(RunHeader Header) : RunEvent;

internal sealed record MetricsLogged(long Step, long Time, Metric[] Values) : RunEvent;

internal sealed record ParameterLogged(string Name, string Value) : RunEvent;

internal sealed record TagSet(string Name, string Value) : RunEvent;

internal sealed record ArtifactKept(string Path, long Size, string Digest, long Time) : RunEvent;

internal sealed record RunEnded(RunStatus Status, long Time) : RunEvent;
