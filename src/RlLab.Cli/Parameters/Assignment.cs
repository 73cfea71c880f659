namespace RlLab.Cli;

/// <summary>A value that somebody set for a parameter, as it was written.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Text">The value.</param>
/// <param name="Origin">Where it was written: <c>--set</c>, an environment variable, or a line of a file.</param>
internal sealed record Assignment(string Name, string Text, string Origin)
{
    /// <summary>Reads each <c>NAME=VALUE</c> that <c>--set</c> was given.</summary>
    /// <param name="texts">What was written.</param>
    /// <exception cref="UserException">One has no name or no equals sign, or two are of one name.</exception>
    public static IReadOnlyList<Assignment> Sets(IEnumerable<string> texts) => Parse(texts, "--set", "NAME=VALUE", "LearningRate=0.01");

    /// <summary>Reads each <c>NAME=VALUES</c> that <c>--space</c> was given; <see cref="DomainText"/> reads the values.</summary>
    /// <param name="texts">What was written.</param>
    /// <exception cref="UserException">One has no name or no equals sign, or two are of one name.</exception>
    public static IReadOnlyList<Assignment> Spaces(IEnumerable<string> texts) =>
        Parse(texts, "--space", "NAME=VALUES", "HiddenUnits=32,64 or LearningRate=1e-4..1e-2:log");

    private static List<Assignment> Parse(IEnumerable<string> texts, string option, string form, string example)
    {
        var read = new List<Assignment>();
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=');
            var assignment = equals > 0
                ? new Assignment(text[..equals].Trim(), text[(equals + 1)..].Trim(), option)
                : throw new UserException($"{option} takes {form}, and '{text}' is not that. For example: {option} {example}");
            if (read.Find(other => other.Name == assignment.Name) is { } other)
            {
                throw new UserException($"{option} gives {other.Name} twice, '{other.Text}' and '{assignment.Text}'. Leave one of them out.");
            }

            read.Add(assignment);
        }

        return read;
    }
}
