namespace RlLab.Environments.Gymnasium;

/// <summary>An exception that Python raised, as the bridge tells it.</summary>
/// <param name="Type">The exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Traceback">Python's own traceback, which ends with both.</param>
/// <param name="Module">The module that could not be imported; empty where it was something else.</param>
internal sealed record PythonError(string Type, string Message, string Traceback, string Module);
