namespace RlLab.Tracking;

/// <summary>A setting for MLflow makes no sense; the message names it, its value and what it takes.</summary>
/// <param name="message">What is wrong, and the way out.</param>
/// <param name="inner">What the system said, if it did.</param>
public sealed class MlflowSettingsException(string message, Exception? inner = null) : Exception(message, inner);
