namespace RlLab.Engines;

/// <summary>An engine cannot be used; the message says why, and the way out.</summary>
/// <param name="message">One paragraph, for the person at the keyboard.</param>
public sealed class EngineException(string message) : Exception(message);
