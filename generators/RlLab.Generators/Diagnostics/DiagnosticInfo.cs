using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;

namespace RlLab.Generators.Diagnostics;

/// <summary>A diagnostic, as values.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo? Location, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location?.ToLocation(), Arguments.ToArray<object?>());
}
