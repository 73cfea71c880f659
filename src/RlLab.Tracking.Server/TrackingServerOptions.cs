using System.Net;

namespace RlLab.Tracking.Server;

/// <summary>Where a <see cref="TrackingServer"/> keeps its results and where it listens.</summary>
public sealed record TrackingServerOptions
{
    /// <summary>How many characters a <see cref="Token"/> has at least.</summary>
    public const int ShortestToken = 16;

    /// <summary>The folder that holds <c>mlflow.db</c> and <c>mlartifacts/</c>; it is created if it is missing.</summary>
    /// <remarks>Several servers may run on one folder at once, in one process or in several.</remarks>
    public required string Directory { get; init; }

    /// <summary>
    /// Whether it listens at all. False: it takes requests from its own process alone (<see cref="TrackingServer.CreateHandler"/>), without a port
    /// and without the time that a network takes, and the other settings of where it listens are not looked at. Default: true.
    /// </summary>
    public bool Listens { get; init; } = true;

    /// <summary>The port to listen on; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on: this machine's loopback by default, which no other machine reaches.</summary>
    /// <remarks>
    /// <see cref="IPAddress.Any"/> listens on all of the machine's addresses. Anything beyond loopback needs a <see cref="Token"/>.
    /// </remarks>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>What every request but <c>/health</c> and <c>/version</c> must carry; null, the default, asks for nothing.</summary>
    /// <remarks>
    /// At least 16 characters. MLflow's clients send it when <c>MLFLOW_TRACKING_TOKEN</c> holds it, or as <c>MLFLOW_TRACKING_PASSWORD</c> beside any
    /// user name; a browser asks for it. It travels as it is: across networks that others listen on, put a proxy with TLS in front.
    /// </remarks>
    /// <exception cref="ArgumentException">It has fewer than 16 characters.</exception>
    public string? Token
    {
        get;
        init => field = value is null or { Length: >= ShortestToken } ? value : throw new ArgumentException(
            $"A token of {value.Length} characters is soon guessed; take one of {ShortestToken} or more.");
    }

    /// <summary>The clock behind creation times and relative times on the pages; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
