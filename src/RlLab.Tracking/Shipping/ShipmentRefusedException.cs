namespace RlLab.Tracking;

/// <summary>A run as a whole cannot be sent, and trying again would change nothing.</summary>
/// <param name="message">Why, and the way out.</param>
internal sealed class ShipmentRefusedException(string message) : Exception(message);

/// <summary>Another process is sending the same run to the same server.</summary>
internal sealed class ShipmentBusyException() : Exception("Another process is sending it.");
