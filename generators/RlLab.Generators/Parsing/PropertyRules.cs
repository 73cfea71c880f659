using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Parsing;

/// <summary>Which properties are hyperparameters: those that anybody may set when the experiment is made.</summary>
internal static class PropertyRules
{
    /// <summary>Whether a property is a hyperparameter; one that is none must not be swept.</summary>
    public static bool IsHyperparameter(IPropertySymbol property, DiagnosticSink sink)
    {
        if (property.IsImplicitlyDeclared)
        {
            return false;
        }

        if (WhyNotSettable(property) is not { } reason)
        {
            return true;
        }

        if (property.GetAttributes().Any(a => KnownTypes.IsDomain(a.FullName())))
        {
            sink.Report(DiagnosticDescriptors.NotSettable, property.Locations.FirstOrDefault(), property.Name, reason);
        }

        return false;
    }

    /// <summary>Why a property cannot be set when the experiment is made; null if it can.</summary>
    public static string? WhyNotSettable(IPropertySymbol property) => property switch
    {
        { IsStatic: true } => "it is static",
        { IsIndexer: true } => "it is an indexer",
        { DeclaredAccessibility: not Accessibility.Public } => "it is not public",
        { SetMethod: null } => "it has no 'init'",
        { SetMethod.DeclaredAccessibility: not Accessibility.Public } => "its setter is not public",
        { GetMethod: null } => "it has no 'get'",
        _ => null,
    };
}
