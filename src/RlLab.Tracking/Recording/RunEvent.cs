namespace RlLab.Tracking;

/// <summary>One event of a run's journal.</summary>
internal abstract record RunEvent;

internal sealed record RunStarted(RunHeader Header) : RunEvent;

internal sealed record MetricsLogged(long Step, long Time, Metric[] Values) : RunEvent;

/// <summary>What was measured of the machine meanwhile; no part of what the run says itself.</summary>
internal sealed record SystemMeasured(long Step, long Time, Metric[] Values) : RunEvent;

internal sealed record InputLogged(RunInput Input) : RunEvent;

internal sealed record ParameterLogged(string Name, string Value) : RunEvent;

internal sealed record TagSet(string Name, string Value) : RunEvent;

internal sealed record ArtifactKept(string Path, long Size, string Digest, long Time) : RunEvent;

/// <summary>The run goes on after it had ended or was interrupted; an end before this is none.</summary>
internal sealed record RunResumed(long Time) : RunEvent;

/// <summary>The run came to other points than it had before it was taken up: those from an offset up to this event do not count.</summary>
internal sealed record RunParted(long From, long Time) : RunEvent;

internal sealed record RunEnded(RunStatus Status, long Time) : RunEvent;
