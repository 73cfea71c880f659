namespace RlLab.Generators.Models;

/// <summary>A hyperparameter.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Summary">Its doc comment as plain text.</param>
/// <param name="Type">Its type.</param>
/// <param name="Default">The literal of its default; the member's name for an enum; null where only an instance tells it.</param>
/// <param name="Domain">What a sweep may choose from; null for a plain parameter.</param>
/// <param name="IsRequired">Whether an instance cannot be made without setting it.</param>
internal sealed record ParameterModel(
    string Name, string Summary, ParameterType Type, string? Default, DomainModel? Domain, bool IsRequired);
