namespace RlLab.Cli;

/// <summary>A parameter in a JSON document.</summary>
internal sealed record ParameterDocument(
    string Name, string Summary, ParameterKind Kind, object Default, string? Domain, IReadOnlyList<string>? Options,
        ParameterDocument.Condition? ActiveWhen)
{
    /// <summary>When it exists.</summary>
    public sealed record Condition(string Parameter, object Value);

    public static ParameterDocument Of(ParameterDescriptor parameter) => new(
        parameter.Name,
        parameter.Summary,
        parameter.Kind,
        Value(parameter.Default),
        parameter.Domain?.ToString(),
        parameter.Options.Count > 0 ? parameter.Options : null,
        parameter.ActiveWhen is { } condition ? new Condition(condition.Parameter, Value(condition.Value)) : null);

    /// <summary>Values by name, as JSON has them: numbers as numbers.</summary>
    public static IReadOnlyDictionary<string, object> Values(ParameterSet values) =>
        new OrderedDictionary<string, object>(values.Select(p => KeyValuePair.Create(p.Key, Value(p.Value))));

    /// <summary>The same for values that were kept as texts.</summary>
    /// <param name="experiment">Says of which kind they are; null where it is gone, which leaves texts.</param>
    /// <param name="texts">Values by name, as <see cref="ParameterValue.ToString"/> writes them.</param>
    public static IReadOnlyDictionary<string, object> Values(
        ExperimentDescriptor? experiment, IReadOnlyDictionary<string, string> texts) =>
        new OrderedDictionary<string, object>(texts.Select(t => KeyValuePair.Create(t.Key, Value(experiment, t.Key, t.Value))));

    private static object Value(ExperimentDescriptor? experiment, string name, string text) =>
        experiment?.Parameters.FirstOrDefault(p => p.Name == name) is { } parameter
        && ParameterValue.TryParse(parameter.Kind, text, out var value)
            ? Value(value)
            : text;

    private static object Value(ParameterValue value) => value.Kind switch
    {
        ParameterKind.Real => value.AsReal(),
        ParameterKind.Integer => value.AsInteger(),
        ParameterKind.Boolean => value.AsBoolean(),
        _ => value.AsText(),
    };
}
