using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Parsing;

/// <summary>What a class must be so that its other half can be written and the catalogue can name it.</summary>
internal static class ExperimentClassRules
{
    /// <summary>The member that is written into the class.</summary>
    private const string GeneratedMember = "Descriptor";

    public static void Check(INamedTypeSymbol type, TypeDeclarationSyntax declaration, DiagnosticSink sink)
    {
        var identifier = declaration.Identifier.GetLocation();
        if (!IsPartial(declaration))
        {
            sink.Report(DiagnosticDescriptors.NotPartial, identifier, type.Name);
        }

        if (!type.AllInterfaces.Any(i => i.ToDisplayString() == KnownTypes.Interface))
        {
            sink.Report(DiagnosticDescriptors.NotAnExperiment, identifier, type.Name);
        }

        if (type.IsAbstract && !type.IsStatic)
        {
            sink.Report(DiagnosticDescriptors.Abstract, identifier, type.Name);
        }
        else if (WhyNotConstructible(type) is { } reason)
        {
            sink.Report(DiagnosticDescriptors.NotConstructible, identifier, type.Name, reason);
        }

        foreach (var member in type.GetMembers(GeneratedMember))
        {
            sink.Report(DiagnosticDescriptors.ReservedMember, member.Locations.FirstOrDefault(), member.Name, type.Name);
        }

        if (type.Name == GeneratedMember)
        {
            sink.Report(DiagnosticDescriptors.ReservedMember, identifier, type.Name, type.Name);
        }

        CheckContainers(type, declaration, sink);
    }

    private static void CheckContainers(INamedTypeSymbol type, TypeDeclarationSyntax declaration, DiagnosticSink sink)
    {
        var identifier = declaration.Identifier.GetLocation();
        for (var around = declaration.Parent as TypeDeclarationSyntax; around is not null; around = around.Parent as TypeDeclarationSyntax)
        {
            if (!IsPartial(around))
            {
                sink.Report(DiagnosticDescriptors.ContainerNotPartial, around.Identifier.GetLocation(), around.Identifier.ValueText, type.Name);
            }
        }

        for (var around = type; around is not null; around = around.ContainingType)
        {
            if (around.IsGenericType && around.TypeParameters.Length > 0)
            {
                sink.Report(DiagnosticDescriptors.Generic, identifier, type.Name, around.Name);
            }

            if (WhyInaccessible(around) is { } accessibility)
            {
                sink.Report(DiagnosticDescriptors.Inaccessible, identifier, around.Name, accessibility);
            }
        }
    }

    private static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string? WhyInaccessible(INamedTypeSymbol type) => type switch
    {
        { IsFileLocal: true } => "file-local",
        { DeclaredAccessibility: Accessibility.Private } => "private",
        { DeclaredAccessibility: Accessibility.Protected } => "protected",
        { DeclaredAccessibility: Accessibility.ProtectedAndInternal } => "private protected",
        _ => null,
    };

    private static string? WhyNotConstructible(INamedTypeSymbol type)
    {
        if (type.IsStatic)
        {
            return "it is static";
        }

        // The descriptor is part of the class, so a private constructor will do.
        if (!type.InstanceConstructors.Any(c => c.Parameters.All(p => p.IsOptional || p.IsParams)))
        {
            return "its constructors take arguments: add one without, or make the arguments properties";
        }

        var required = RequiredMembers(type).FirstOrDefault();
        return required is null ? null : $"'{required.Name}' is required: remove 'required'";
    }

    /// <summary>Required members that are no hyperparameters of the class, so that the descriptor does not set them.</summary>
    private static IEnumerable<ISymbol> RequiredMembers(INamedTypeSymbol type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member is IFieldSymbol { IsRequired: true }
                    || (member is IPropertySymbol { IsRequired: true } property
                        && !(SymbolEqualityComparer.Default.Equals(declaring, type) && PropertyRules.WhyNotSettable(property) is null)))
                {
                    yield return member;
                }
            }
        }
    }
}
