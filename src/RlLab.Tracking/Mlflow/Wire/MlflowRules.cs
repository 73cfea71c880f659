namespace RlLab.Tracking;

/// <summary>
/// What MLflow's servers keep as it is. The rest they refuse, cut or swallow, depending on the version and the store; here it is refused.
/// </summary>
internal static class MlflowRules
{
    public const int Key = 250;
    public const int Parameter = 6000;
    public const int ExperimentTag = 5000;
    public const int ModelTag = 100_000;
    private const int Name = 500;

    /// <summary>A tag of a run on MLflow 3; up to <see cref="OldRunTag"/> on MLflow 2, which cuts the rest.</summary>
    private const int RunTag = 8000;
    private const int OldRunTag = 5000;

    /// <summary>Checks the name of a metric, parameter or tag.</summary>
    public static void CheckKey(string key, string what)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0 || Characters(key) > Key)
        {
            throw Refuse(key, what, $"must have 1 to {Key} characters, not {Characters(key)}");
        }

        foreach (var c in key)
        {
            if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && !"_-./: ".Contains(c))
            {
                throw Refuse(key, what, $"may hold letters, digits and the characters _ - . / : and space, not '{c}'");
            }
        }

        // A store of files keeps a metric as a file of its name.
        if (key.StartsWith("..", StringComparison.Ordinal) || !IsPlainPath(key))
        {
            throw Refuse(key, what, "must be a plain path: no slash at either end, no two slashes together, no '.' or '..' between slashes, no '..' "
                + "at the start");
        }
    }

    /// <summary>Checks a parameter of a run or of a model.</summary>
    public static void CheckParameter(MlflowParameter parameter)
    {
        CheckKey(parameter.Key, "parameter");
        CheckLength(parameter.Value, $"value of the parameter '{parameter.Key}'", Parameter);
    }

    /// <summary>Checks a tag.</summary>
    public static void CheckTag(MlflowTag tag, int longest)
    {
        CheckKey(tag.Key, "tag");
        CheckLength(tag.Value, $"value of the tag '{tag.Key}'", longest);
    }

    /// <summary>Checks tags of a run, whose length depends on the server's version.</summary>
    public static async Task CheckRunTagsAsync(IEnumerable<MlflowTag> tags, MlflowVersion version, CancellationToken cancellation)
    {
        foreach (var tag in tags)
        {
            CheckTag(tag, RunTag);
            if (Characters(tag.Value) > OldRunTag && await version.GetMajorAsync(cancellation).ConfigureAwait(false) < 3)
            {
                CheckTag(tag, OldRunTag);
            }
        }
    }

    /// <summary>Checks a point.</summary>
    public static void CheckMetric(MlflowMetric metric)
    {
        CheckKey(metric.Key, "metric");
        CheckTime(metric.Timestamp, $"point of the metric '{metric.Key}'");
    }

    /// <summary>Checks a time: MLflow has none before 1970.</summary>
    public static void CheckTime(DateTimeOffset time, string what)
    {
        if (time < DateTimeOffset.UnixEpoch)
        {
            throw MlflowException.Refuse($"The time of the {what} is {time:yyyy-MM-dd HH:mm:ss}; MLflow keeps none before 1970.");
        }
    }

    /// <summary>Checks the name of an experiment, run, model or dataset.</summary>
    public static void CheckName(string name, string what, int longest = Name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name) || Characters(name) > longest)
        {
            throw Refuse(name, what, $"must have 1 to {longest} characters that are not all spaces");
        }
    }

    /// <summary>Checks the length of a value.</summary>
    public static void CheckLength(string value, string what, int longest)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Characters(value) is var length && length > longest)
        {
            throw MlflowException.Refuse($"The {what} has {length:N0} characters; MLflow keeps {longest:N0}. Longer text is an artifact.");
        }
    }

    /// <summary>Checks the path of an artifact.</summary>
    public static void CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.FirstOrDefault(c => char.IsControl(c) || c is '#' or '\\' or '%') is var bad && bad != '\0')
        {
            throw Refuse(path, "artifact", $"must not hold '{bad}', which servers refuse or read as something else");
        }

        if (path.Length == 0 || !IsPlainPath(path))
        {
            throw Refuse(path, "artifact",
                "must be a relative path: no slash at either end, no two slashes together, no '.' or '..' between slashes");
        }
    }

    private static bool IsPlainPath(string path) => path.Split('/').All(part => part is not ("" or "." or ".."));

    // As servers count them: one for a character that .NET keeps as two.
    private static int Characters(string text) => text.Length - text.Count(char.IsLowSurrogate);

    private static MlflowException Refuse(string name, string what, string rule) =>
        MlflowException.Refuse($"The name of the {what} '{(name.Length > 60 ? name[..60] + "..." : name)}' {rule}.");
}
