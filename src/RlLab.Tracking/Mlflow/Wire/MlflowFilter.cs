namespace RlLab.Tracking;

/// <summary>Writes names and values into a search's filter so that they are taken for nothing else.</summary>
/// <example><c>$"params.{MlflowFilter.Name("learning rate")} = {MlflowFilter.Text("0.1")}"</c></example>
public static class MlflowFilter
{
    /// <summary>The name of a metric, parameter or tag, in backticks.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="MlflowException">It has a backtick, which no filter can say.</exception>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains('`')
            ? throw MlflowException.Refuse($"The name \"{name}\" has a backtick; MLflow's filters cannot say it.")
            : $"`{name}`";
    }

    /// <summary>A text, in the quotes that it has not.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="MlflowException">It has both kinds of quotes, which no filter can say.</exception>
    public static string Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return !value.Contains('\'') ? $"'{value}'"
            : !value.Contains('"') ? $"\"{value}\""
            : throw MlflowException.Refuse($"The text {value} has both kinds of quotes; MLflow's filters cannot say it. Search for a part of it with "
                + "LIKE.");
    }
}
