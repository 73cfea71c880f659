namespace RlLab.Tracking.Server;

/// <summary>Where a <see cref="TrackingServer"/> keeps its results and where it listens.</summary>
public sealed record TrackingServerOptions
{
    /// <summary>The folder that holds <c>mlflow.db</c> and <c>mlartifacts/</c>; it is created if it is missing.</summary>
    /// <remarks>Several servers may run on one folder at once, in one process or in several.</remarks>
    public required string Directory { get; init; }

    /// <summary>The loopback port to listen on; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The clock behind creation times and relative times on the pages; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
