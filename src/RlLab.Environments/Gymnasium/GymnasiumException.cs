namespace RlLab.Environments.Gymnasium;

/// <summary>Something went wrong in Python, or Python itself is not there; the message says what and how to go on.</summary>
public sealed class GymnasiumException : Exception
{
    /// <summary>An error with its way out.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="pythonTraceback">Python's own traceback; null where Python raised nothing.</param>
    public GymnasiumException(string message, string? pythonTraceback = null)
        : base(message) => PythonTraceback = pythonTraceback;

    /// <summary>Python's own traceback; null where Python raised nothing.</summary>
    public string? PythonTraceback { get; }
}
