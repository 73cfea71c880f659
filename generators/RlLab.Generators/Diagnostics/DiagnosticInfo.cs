using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;

namespace RlLab.Generators.Diagnostics;

/// <summary>A diagnostic, as values.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo? Location, EquatableArray<string> Arguments)
{
    /// <summary>What the names of suggestions begin with among a diagnostic's properties.</summary>
    public const string Suggestion = "suggestion";

    /// <summary>C# that may stand in the place of what is told of; a code fix offers it.</summary>
    public EquatableArray<string> Suggestions { get; init; }

    /// <summary>How bad it is, where that is not for the descriptor to say.</summary>
    public DiagnosticSeverity Severity { get; init; } = Descriptor.DefaultSeverity;

    public Diagnostic At(Location? place) => Diagnostic.Create(
        Descriptor, place, Severity, additionalLocations: null, Properties(), Arguments.ToArray<object?>());

    private ImmutableDictionary<string, string?> Properties() => Suggestions
        .Select((text, index) => (text, index))
        .ToImmutableDictionary(suggestion => $"{Suggestion}{suggestion.index}", suggestion => (string?)suggestion.text);
}
