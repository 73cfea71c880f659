namespace RlLab;

/// <summary>A hyperparameter of an experiment: one of its settable properties.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Summary">The property's doc comment; empty where it has none.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Default">The value that the property is initialised with.</param>
/// <param name="Domain">What a sweep may choose from; null for a plain parameter, which can be set but is not swept.</param>
/// <param name="Options">The names of the enum's members, for <see cref="ParameterKind.Option"/>; empty for every other kind.</param>
public sealed record ParameterDescriptor(
    string Name,
    string Summary,
    ParameterKind Kind,
    ParameterValue Default,
    Domain? Domain,
    IReadOnlyList<string> Options)
{
    /// <summary>The smallest whole number that the property's type holds; <see cref="long.MinValue"/> where that says nothing.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The largest whole number that the property's type holds; <see cref="long.MaxValue"/> where that says nothing.</summary>
    public long Maximum { get; init; } = long.MaxValue;
}
