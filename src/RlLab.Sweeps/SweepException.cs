namespace RlLab.Sweeps;

/// <summary>A sweep that cannot be planned as asked; the message says why and the way out.</summary>
/// <param name="message">What is wrong, with the parameter or the option, and what to do.</param>
public class SweepException(string message) : Exception(message);
