using System.Runtime.CompilerServices;

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

    /// <summary>How often the journals are looked at; more than no time, up to a day. Default 1 s.</summary>
    public TimeSpan Interval { get; init => field = Wait(value); } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest wait between two tries while the server does not answer, unless it asks for a longer one; more than no time, up to a
    /// day. Default 30 s.
    /// </summary>
    public TimeSpan LongestWait { get; init => field = Wait(value); } = TimeSpan.FromSeconds(30);

    private static TimeSpan Wait(TimeSpan value, [CallerMemberName] string name = "") => value > TimeSpan.Zero && value <= TimeSpan.FromDays(1)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is more than no time, and at most a day.");
}
