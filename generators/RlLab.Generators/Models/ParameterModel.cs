namespace RlLab.Generators.Models;

/// <summary>A hyperparameter.</summary>
/// <param name="Name">The path to its property: <c>Exploration.End</c>.</param>
/// <param name="Summary">Its doc comment as plain text.</param>
/// <param name="Type">Its type.</param>
/// <param name="Default">The literal of its default; the name for an enum's member or an alternative; null where only an instance tells it.</param>
/// <param name="Origin">The expression of the property in an instance that tells the default.</param>
/// <param name="Domain">What a sweep may choose from; null for a plain parameter.</param>
/// <param name="Condition">When it exists; null for always.</param>
internal sealed record ParameterModel(
    string Name, string Summary, ParameterType Type, string? Default, string Origin, DomainModel? Domain, ConditionModel? Condition);

/// <summary>When a parameter of an alternative exists.</summary>
/// <param name="Choice">The name of the choice between the alternatives.</param>
/// <param name="Alternative">The alternative that must be taken.</param>
internal sealed record ConditionModel(string Choice, string Alternative);
