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
    public static Assignment Set(string text) => Parse(text, "--set", "NAME=VALUE", "LearningRate=0.01");

    /// <summary>Reads <c>NAME=VALUES</c>, as <c>--space</c> takes it; <see cref="DomainText"/> reads the values.</summary>
    /// <param name="text">What was written.</param>
    /// <exception cref="UserException">It has no name or no equals sign.</exception>
    public static Assignment Space(string text) => Parse(text, "--space", "NAME=VALUES", "HiddenUnits=32,64 or LearningRate=1e-4..1e-2:log");

    private static Assignment Parse(string text, string option, string form, string example)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? new Assignment(text[..equals].Trim(), text[(equals + 1)..].Trim(), option)
            : throw new UserException($"{option} takes {form}, and '{text}' is not that. For example: {option} {example}");
    }
}
