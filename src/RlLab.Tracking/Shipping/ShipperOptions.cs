namespace RlLab.Tracking;

/// <summary>How a <see cref="Shipper"/> works.</summary>
public sealed record ShipperOptions
{
    /// <summary>
    /// What the server is called in the runs' notes of what was sent where; it must stay the same while the server does. Default:
    /// its address.
    /// </summary>
    /// <remarks>The embedded server has another port at every start, so it is called by its database's path.</remarks>
    public string? Destination { get; init; }

    /// <summary>How often the journals are looked at. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait between two tries while the server does not answer, unless it asks for a longer one. Default 30 s.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);
}
