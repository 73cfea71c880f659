namespace RlLab;

/// <summary>A hyperparameter of an experiment: one of its settable properties, or of the records that these hold.</summary>
/// <param name="Name">The property's name; below a record's property the path to it, with dots: <c>Exploration.End</c>.</param>
/// <param name="Summary">The property's doc comment; empty where it has none.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Default">The value that the property is initialised with.</param>
/// <param name="Domain">What a sweep may choose from; null for a plain parameter, which can be set but is not swept.</param>
/// <param name="Options">The names of the enum's members, for <see cref="ParameterKind.Option"/>; empty for every other kind.</param>
/// <exception cref="ArgumentException"><paramref name="Default"/> is not finite, null, or none of <paramref name="Options"/>.</exception>
public sealed record ParameterDescriptor(
    string Name,
    string Summary,
    ParameterKind Kind,
    ParameterValue Default,
    Domain? Domain,
    IReadOnlyList<string> Options)
{
    /// <summary>The value that the property is initialised with.</summary>
    public ParameterValue Default { get; init; } = Default.IsWritable && (Kind != ParameterKind.Option || Options.Contains(Default.AsText()))
        ? Default
        : throw new ArgumentException(
            $"The hyperparameter '{Name}' has a default that nobody could set it to: '{Default}'. "
            + "Initialise the property with a finite number, a text that is not null, or a member of its enum.",
            nameof(Default));

    /// <summary>The smallest whole number that the property's type holds; <see cref="long.MinValue"/> where that says nothing.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The largest whole number that the property's type holds; <see cref="long.MaxValue"/> where that says nothing.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>When the parameter exists; null for always. What does not exist is neither set, logged nor modelled.</summary>
    public ParameterCondition? ActiveWhen { get; init; }
}
