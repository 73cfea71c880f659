using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;

namespace RlLab.Generators.Diagnostics;

/// <summary>A diagnostic, as values.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo? Location, EquatableArray<string> Arguments)
{
    /// <summary>How bad it is, where that is not for the descriptor to say.</summary>
    public DiagnosticSeverity Severity { get; init; } = Descriptor.DefaultSeverity;

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Descriptor, Location?.ToLocation(), Severity, additionalLocations: null, properties: null, Arguments.ToArray<object?>());
}
