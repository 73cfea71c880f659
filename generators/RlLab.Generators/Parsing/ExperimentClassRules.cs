using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;

namespace RlLab.Generators.Parsing;

/// <summary>What a class must be so that its other half can be written and the catalogue can name it.</summary>
internal static class ExperimentClassRules
{
    /// <summary>The members that are written into the class.</summary>
    private static readonly string[] GeneratedMembers = ["Descriptor", "LazyDescriptor"];

    public static void Check(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, IReadOnlyList<Hyperparameter> hyperparameters, DiagnosticSink sink)
    {
        var identifier = declaration.Identifier.GetLocation();
        if (!IsPartial(declaration))
        {
            sink.Report(DiagnosticDescriptors.NotPartial, identifier, type.Name);
        }

        if (!type.IsStatic && !type.AllInterfaces.Any(i => i.Name == "IExperiment" && i.ToDisplayString() == KnownTypes.Interface))
        {
            sink.Report(DiagnosticDescriptors.NotAnExperiment, identifier, type.Name);
        }

        if (type.IsAbstract && !type.IsStatic)
        {
            sink.Report(DiagnosticDescriptors.Abstract, identifier, type.Name);
        }
        else if (WhyNotConstructible(type, hyperparameters) is { } reason)
        {
            sink.Report(DiagnosticDescriptors.NotConstructible, identifier, type.Name, reason);
        }

        CheckReservedNames(type, identifier, hyperparameters, sink);
        CheckContainers(type, declaration, sink);
    }

    private static void CheckReservedNames(
        INamedTypeSymbol type, Location identifier, IReadOnlyList<Hyperparameter> hyperparameters, DiagnosticSink sink)
    {
        foreach (var name in GeneratedMembers)
        {
            // The class's own, and what it inherits and a run would have to set under that name.
            var members = type.GetMembers(name).Concat(hyperparameters.Select(h => h.Property).Where(p => p.Name == name));
            foreach (var member in members.Distinct(SymbolEqualityComparer.Default))
            {
                sink.Report(DiagnosticDescriptors.ReservedMember, member!.Locations.FirstOrDefault(), name, type.Name);
            }

            if (type.Name == name)
            {
                sink.Report(DiagnosticDescriptors.ReservedMember, identifier, name, name);
            }
        }
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

        var nest = Nest(type).ToList();
        if (nest.FirstOrDefault(around => around.TypeParameters.Length > 0) is { } generic)
        {
            sink.Report(DiagnosticDescriptors.Generic, identifier, type.Name, generic.Name);
        }

        if (nest.FirstOrDefault(around => WhyInaccessible(around) is not null) is { } inaccessible)
        {
            sink.Report(DiagnosticDescriptors.Inaccessible, identifier, inaccessible.Name, WhyInaccessible(inaccessible)!);
        }
    }

    /// <summary>A type and the types around it, from inside out.</summary>
    private static IEnumerable<INamedTypeSymbol> Nest(INamedTypeSymbol type)
    {
        for (var around = type; around is not null; around = around.ContainingType)
        {
            yield return around;
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

    private static string? WhyNotConstructible(INamedTypeSymbol type, IReadOnlyList<Hyperparameter> hyperparameters)
    {
        if (type.IsStatic)
        {
            return "it is static";
        }

        // The descriptor is part of the class, so a private constructor will do.
        var constructor = type.InstanceConstructors
            .Where(c => c.Parameters.All(p => p.IsOptional || p.IsParams))
            .OrderBy(c => c.Parameters.Length)
            .FirstOrDefault();
        if (constructor is null)
        {
            return "its constructors take arguments: add one without, or make the arguments properties";
        }

        if (constructor.FindAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null)
        {
            return null;
        }

        // The descriptor sets every hyperparameter, but must know the default of one that is required.
        var set = hyperparameters.Where(h => !h.IsCompiled).Select(h => h.Property).ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
        return RequiredMembers(type).FirstOrDefault(member => !set.Contains(member)) is { } required
            ? $"'{required.Name}' is required: remove 'required'"
            : null;
    }

    /// <summary>What must be set when an instance is made.</summary>
    public static IEnumerable<ISymbol> RequiredMembers(INamedTypeSymbol type)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member is IFieldSymbol { IsRequired: true } || (member is IPropertySymbol { IsRequired: true } && !overridden.Contains(member)))
                {
                    yield return member;
                }

                if (member is IPropertySymbol { OverriddenProperty: { } replaced })
                {
                    overridden.Add(replaced);
                }
            }
        }
    }
}
