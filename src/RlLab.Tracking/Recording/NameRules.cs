namespace RlLab.Tracking;

/// <summary>
/// MLflow's rules for names and values, held at the call that logs, so that nothing is recorded that a server would refuse later.
/// </summary>
internal static class NameRules
{
    public const int MaxName = 250;
    public const int MaxParameter = 6000;
    public const int MaxTag = 5000;
    public const int MaxExperiment = 500;
    public const int MaxVersion = 36;

    /// <summary>Checks the name of a metric, parameter or tag.</summary>
    /// <exception cref="ArgumentException">The name breaks a rule; the message says which.</exception>
    public static void CheckName(string name, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxName)
        {
            throw Refuse(name, what, $"must have 1 to {MaxName} characters, not {name.Length}");
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && !"_-./ ".Contains(c))
            {
                throw Refuse(name, what, $"may hold letters, digits and the characters _ - . / and space, not '{c}'");
            }
        }

        // MLflow's file stores keep a metric as a file of its name.
        if (name.StartsWith("..", StringComparison.Ordinal) || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw Refuse(name, what, "must be a plain path: no slash at either end, no two slashes together, no '.' or '..' "
                + "between slashes, no '..' at the start");
        }
    }

    /// <summary>Checks the length of a value.</summary>
    /// <exception cref="ArgumentException">The value is too long.</exception>
    public static void CheckValue(string name, string value, string what, int longest)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > longest)
        {
            throw new ArgumentException($"The value of the {what} '{name}' has {value.Length:N0} characters; MLflow keeps "
                + $"{longest:N0}. Log longer text as an artifact.");
        }
    }

    /// <summary>Checks the path of an artifact within its run.</summary>
    /// <exception cref="ArgumentException">The path breaks a rule; the message says which.</exception>
    public static void CheckArtifactPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length is 0 or > MaxName)
        {
            throw Refuse(path, "artifact", $"must have 1 to {MaxName} characters, not {path.Length}");
        }

        foreach (var c in path)
        {
            // The first seven are not allowed in a file's name on Windows; the last two a server takes for an attack.
            if (char.IsControl(c) || "\\:*?\"<>|#%".Contains(c))
            {
                throw Refuse(path, "artifact", $"must not hold '{c}'");
            }
        }

        if (path.Split('/').Any(part => part is "" || part[^1] is '.' or ' '))
        {
            throw Refuse(path, "artifact", "must be relative with plain folders: no slash at either end, no two slashes "
                + "together, no part that ends in a dot or a space");
        }
    }

    /// <summary>Checks all of a run's header.</summary>
    /// <exception cref="ArgumentException">Something breaks a rule; the message says what and which.</exception>
    public static void CheckHeader(RunHeader header)
    {
        CheckId(header.Id, "run's id");
        if (header.ParentId is not null)
        {
            CheckId(header.ParentId, "parent's id");
        }

        if (string.IsNullOrWhiteSpace(header.Experiment) || header.Experiment.Length > MaxExperiment)
        {
            throw Refuse(header.Experiment, "experiment", $"must have 1 to {MaxExperiment} characters");
        }

        if (string.IsNullOrWhiteSpace(header.Name) || header.Name.Length > MaxName)
        {
            throw Refuse(header.Name, "run", $"must have 1 to {MaxName} characters");
        }

        foreach (var (name, value) in header.Tags)
        {
            CheckName(name, "tag");
            CheckValue(name, value, "tag", MaxTag);
        }
    }

    /// <summary>Checks what a run learns from.</summary>
    /// <exception cref="ArgumentException">Something breaks a rule; the message says what and which.</exception>
    public static void CheckInput(RunInput input)
    {
        foreach (var (what, text, longest) in new[]
        {
            ("name", input.Name, MaxExperiment), ("version", input.Version, MaxVersion), ("kind", input.Kind, MaxVersion),
            ("context", input.Context, MaxExperiment),
        })
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > longest)
            {
                throw new ArgumentException($"The {what} of the input '{input.Name}' must have 1 to {longest} characters.");
            }
        }
    }

    private static void CheckId(string id, string what)
    {
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"The {what} '{id}' is not 32 lower-case hexadecimal digits.");
        }
    }

    private static ArgumentException Refuse(string name, string what, string rule) =>
        new($"The name of the {what} '{(name.Length > 60 ? name[..60] + "..." : name)}' {rule}.");
}
