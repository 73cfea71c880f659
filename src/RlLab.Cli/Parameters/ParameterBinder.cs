namespace RlLab.Cli;

/// <summary>Turns what was written for an experiment's parameters into values, and refuses what does not fit.</summary>
internal static class ParameterBinder
{
    /// <summary>The values of some assignments; of two for one parameter the later one counts.</summary>
    /// <param name="experiment">The experiment whose parameters they are.</param>
    /// <param name="assignments">What was written.</param>
    /// <exception cref="UserException">A name is unknown, or a value is of the wrong type.</exception>
    public static ParameterSet Bind(ExperimentDescriptor experiment, IEnumerable<Assignment> assignments) =>
        new([.. assignments.Select(assignment =>
        {
            var parameter = Find(experiment, assignment);
            return KeyValuePair.Create(parameter.Name, Read(experiment, parameter, assignment));
        })]);

    /// <summary>Reads values back that were written as texts by <see cref="Texts"/>.</summary>
    /// <param name="experiment">The experiment whose parameters they are.</param>
    /// <param name="texts">A value for every active parameter.</param>
    public static ParameterSet Read(ExperimentDescriptor experiment, IReadOnlyDictionary<string, string> texts) =>
        experiment.Complete(Bind(experiment, texts.Select(t => new Assignment(t.Key, t.Value, "the request"))));

    /// <summary>The values as texts, which read back to the same values.</summary>
    /// <param name="values">The values.</param>
    public static IReadOnlyDictionary<string, string> Texts(ParameterSet values) =>
        new OrderedDictionary<string, string>(values.Select(p => KeyValuePair.Create(p.Key, p.Value.ToString())));

    /// <summary>The parameter that an assignment names.</summary>
    /// <exception cref="UserException">There is none of that name.</exception>
    public static ParameterDescriptor Find(ExperimentDescriptor experiment, Assignment assignment) =>
        experiment.Parameters.FirstOrDefault(p => p.Name == assignment.Name)
        ?? throw new UserException(
            $"The experiment '{experiment.Name}' has no parameter '{assignment.Name}', which {assignment.Origin} sets."
            + NearestNames.Hint(assignment.Name, experiment.Parameters.Select(p => p.Name))
            + $" `plan {experiment.Name}` shows them all.");

    /// <summary>Why a text is no value of a parameter, as half a sentence that ends it; null where it is one.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    public static string? WhyNot(ParameterDescriptor parameter, string text, out ParameterValue value) =>
        !ParameterValue.TryParse(parameter.Kind, text, out value) ? $"it takes {Words(parameter.Kind)}."
        : parameter.Kind == ParameterKind.Option && !parameter.Options.Contains(text)
            ? $"it takes one of {string.Join(", ", parameter.Options)}."
                + (NearestNames.Of(text, parameter.Options) is [] ? "" : NearestNames.Hint(text, parameter.Options))
        : parameter.Kind == ParameterKind.Integer && (value.AsInteger() < parameter.Minimum || value.AsInteger() > parameter.Maximum)
            ? $"its type holds {parameter.Minimum} to {parameter.Maximum}."
        : null;

    /// <summary>What is set by hand and no sweep would choose, a sentence each: it is taken all the same.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="values">What is set.</param>
    public static IEnumerable<string> OutsideDomain(ExperimentDescriptor experiment, ParameterSet values) =>
        from parameter in experiment.Parameters
        where parameter.Domain is not null && values.TryGet(parameter.Name, out _)
        let value = values[parameter.Name]
        let how = !parameter.Domain!.Contains(value) ? "is outside"
            : IsBetweenSteps(parameter.Domain, value) ? "lies between the steps of"
            : null
        where how is not null
        select $"{parameter.Name}={value} {how} the sweep's domain, {parameter.Domain}; it is taken all the same.";

    private static bool IsBetweenSteps(Domain domain, ParameterValue value)
    {
        return domain switch
        {
            IntRangeDomain range => ((Int128)value.AsInteger() - range.Low) % range.Step != 0,
            UniformDomain { Step: { } step } range => IsBetween(range.Low, range.High, step),
            LogUniformDomain { Step: { } step } range => IsBetween(range.Low, range.High, step),
            _ => false,
        };

        bool IsBetween(double low, double high, double step) => Math.Abs(Math.IEEERemainder(value.AsReal() - low, step)) > 1e-9 * (high - low);
    }

    private static ParameterValue Read(ExperimentDescriptor experiment, ParameterDescriptor parameter, Assignment assignment) =>
        WhyNot(parameter, assignment.Text, out var value) is { } why
            ? throw new UserException(
                $"{assignment.Origin} sets {parameter.Name} of '{experiment.Name}' to '{assignment.Text}', but {why} "
                + $"Its default is {parameter.Default}.")
            : value;

    private static string Words(ParameterKind kind) => kind switch
    {
        ParameterKind.Real => "a finite number, such as 0.01 or 1e-3",
        ParameterKind.Integer => $"a whole number from {long.MinValue} to {long.MaxValue}",
        ParameterKind.Boolean => "true or false",
        _ => "a text",
    };
}
