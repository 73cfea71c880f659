namespace RlLab.Cli;

/// <summary>A parameter in a JSON document.</summary>
internal sealed record ParameterDocument(
    string Name, string Summary, ParameterKind Kind, object Default, string? Domain, IReadOnlyList<string>? Options)
{
    public static ParameterDocument Of(ParameterDescriptor parameter) => new(
        parameter.Name,
        parameter.Summary,
        parameter.Kind,
        Value(parameter.Default),
        parameter.Domain?.ToString(),
        parameter.Options.Count > 0 ? parameter.Options : null);

    /// <summary>Values by name, as JSON has them: numbers as numbers.</summary>
    public static IReadOnlyDictionary<string, object> Values(ParameterSet values) =>
        new OrderedDictionary<string, object>(values.Select(p => KeyValuePair.Create(p.Key, Value(p.Value))));

    private static object Value(ParameterValue value) => value.Kind switch
    {
        ParameterKind.Real => value.AsReal(),
        ParameterKind.Integer => value.AsInteger(),
        ParameterKind.Boolean => value.AsBoolean(),
        _ => value.AsText(),
    };
}
