namespace RlLab.Tracking.Server;

/// <summary>The server could not start; the message says why and what to do.</summary>
public sealed class TrackingServerException : Exception
{
    internal TrackingServerException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The folder that cannot be used; null where the port is what stands in the way.</summary>
    public string? Directory { get; internal init; }
}
