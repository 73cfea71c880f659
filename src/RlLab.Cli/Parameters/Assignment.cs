namespace RlLab.Cli;

/// <summary>A value that somebody set for a parameter, as it was written.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Text">The value.</param>
/// <param name="Origin">Where it was written: <c>--set</c>, an environment variable, or a line of a file.</param>
internal sealed record Assignment(string Name, string Text, string Origin)
{
    /// <summary>Reads <c>NAME=VALUE</c>, as <c>--set</c> takes it.</summary>
    /// <param name="text">What was written.</param>
    /// <exception cref="UserException">It has no name or no equals sign.</exception>
    public static Assignment Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? new Assignment(text[..equals].Trim(), text[(equals + 1)..].Trim(), "--set")
            : throw new UserException($"--set takes NAME=VALUE, and '{text}' is not that. For example: --set LearningRate=0.01");
    }
}
