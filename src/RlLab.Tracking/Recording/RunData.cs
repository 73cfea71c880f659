namespace RlLab.Tracking;

/// <summary>One point of a metric.</summary>
/// <param name="Step">The step that it was logged at.</param>
/// <param name="Time">When it was logged, in milliseconds since 1970.</param>
/// <param name="Value">The value; may be NaN or infinite.</param>
public readonly record struct MetricPoint(long Step, long Time, double Value);

/// <summary>A file that was kept with a run.</summary>
/// <param name="Path">Its name within the run, folders separated by slashes.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Digest">SHA-256 of the content, in lower-case hexadecimal digits.</param>
public sealed record RunArtifact(string Path, long Size, string Digest);
