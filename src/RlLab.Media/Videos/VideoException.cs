namespace RlLab.Media;

/// <summary>A video could not be made of its frames.</summary>
/// <param name="message">What happened, and the way out.</param>
/// <param name="inner">The cause; null where there is none.</param>
public sealed class VideoException(string message, Exception? inner = null) : Exception(message, inner);
