namespace RlLab.Cli;

/// <summary>Turns what was written for an experiment's parameters into values, and refuses what does not fit.</summary>
internal static class ParameterBinder
{
    /// <summary>The values of some assignments; of two for one parameter the later one counts.</summary>
    /// <param name="experiment">The experiment whose parameters they are.</param>
    /// <param name="assignments">What was written.</param>
    /// <exception cref="UserException">A name is unknown, or a value is of the wrong type or outside its domain.</exception>
    public static ParameterSet Bind(ExperimentDescriptor experiment, IEnumerable<Assignment> assignments) =>
        new([.. assignments.Select(assignment =>
        {
            var parameter = Find(experiment, assignment);
            return KeyValuePair.Create(parameter.Name, Read(experiment, parameter, assignment));
        })]);

    /// <summary>Reads values back that were written as texts by <see cref="Texts"/>.</summary>
    /// <param name="experiment">The experiment whose parameters they are.</param>
    /// <param name="texts">A value for every parameter.</param>
    public static ParameterSet Read(ExperimentDescriptor experiment, IReadOnlyDictionary<string, string> texts) =>
        Bind(experiment, texts.Select(t => new Assignment(t.Key, t.Value, "the request"))).Over(experiment.Defaults);

    /// <summary>The values as texts, which read back to the same values.</summary>
    /// <param name="values">The values.</param>
    public static IReadOnlyDictionary<string, string> Texts(ParameterSet values) =>
        new OrderedDictionary<string, string>(values.Select(p => KeyValuePair.Create(p.Key, p.Value.ToString())));

    private static ParameterDescriptor Find(ExperimentDescriptor experiment, Assignment assignment) =>
        experiment.Parameters.FirstOrDefault(p => p.Name == assignment.Name)
        ?? throw new UserException(
            $"The experiment '{experiment.Name}' has no parameter '{assignment.Name}', which {assignment.Origin} sets."
            + NearestNames.Hint(assignment.Name, experiment.Parameters.Select(p => p.Name))
            + $" `plan {experiment.Name}` shows them all.");

    private static ParameterValue Read(ExperimentDescriptor experiment, ParameterDescriptor parameter, Assignment assignment)
    {
        UserException Wrong(string why, string hint = "") => new(
            $"{assignment.Origin} sets {parameter.Name} of '{experiment.Name}' to '{assignment.Text}', {why}.{hint} "
            + $"Its default is {parameter.Default}.");

        if (!ParameterValue.TryParse(parameter.Kind, assignment.Text, out var value))
        {
            throw Wrong($"but it takes {Words(parameter.Kind)}");
        }

        if (parameter.Kind == ParameterKind.Option && !parameter.Options.Contains(assignment.Text))
        {
            var options = string.Join(", ", parameter.Options);
            throw Wrong($"but it takes one of {options}", NearestNames.Hint(assignment.Text, parameter.Options));
        }

        if (parameter.Kind == ParameterKind.Integer
            && (value.AsInteger() < parameter.Minimum || value.AsInteger() > parameter.Maximum))
        {
            throw Wrong($"but its type holds {parameter.Minimum} to {parameter.Maximum}");
        }

        if (parameter.Domain is { } domain && !domain.Contains(value))
        {
            throw Wrong($"which is outside its domain, {domain}; change the attribute in its class to widen it");
        }

        return value;
    }

    private static string Words(ParameterKind kind) => kind switch
    {
        ParameterKind.Real => "a finite number, such as 0.01 or 1e-3",
        ParameterKind.Integer => $"a whole number from {long.MinValue} to {long.MaxValue}",
        ParameterKind.Boolean => "true or false",
        _ => "a text",
    };
}
