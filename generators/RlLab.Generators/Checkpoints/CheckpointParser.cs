using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Checkpoints;

/// <summary>Reads what changes in a class with <c>[Checkpointed]</c>.</summary>
internal static class CheckpointParser
{
    public static Result<CheckpointModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var sink = new DiagnosticSink(context.SemanticModel.Compilation, declaration.Identifier.GetLocation());
        CheckClass(type, declaration, sink);
        var parts = Fields(type, sink)
            .Concat(Parameters(type, context.SemanticModel.Compilation, sink, cancellation))
            .Concat(StateTypes.IsTorch(type) ? [new StatePart("this", new(StateKind.Torch, type.Name), true)] : [])
            .ToEquatableArray();
        var @namespace = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(DisplayFormats.Namespace);
        var model = new CheckpointModel(
            $"Checkpoint.{type.ToDisplayString().Replace('<', '{').Replace('>', '}')}.g.cs",
            @namespace,
            Declarations(declaration),
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            HasResumableBase(type) ? "override " : type.IsSealed ? "" : "virtual ",
            parts);
        return new(model with { IsWhole = !sink.HasErrors }, sink.ToEquatableArray());
    }

    private static void CheckClass(INamedTypeSymbol type, TypeDeclarationSyntax declaration, DiagnosticSink sink)
    {
        var nest = declaration.AncestorsAndSelf().OfType<TypeDeclarationSyntax>();
        foreach (var part in nest.Where(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            sink.Report(DiagnosticDescriptors.CheckpointedNotPartial, part.Identifier.GetLocation(), part.Identifier.ValueText, type.Name);
        }

        foreach (var name in (string[])["SaveState", "RestoreState"])
        {
            foreach (var member in type.GetMembers(name))
            {
                sink.Report(DiagnosticDescriptors.WritesItsOwnState, member.Locations.FirstOrDefault(), type.Name, name);
            }
        }

        for (var @base = type.BaseType; @base is { SpecialType: SpecialType.None } && !StateTypes.IsTorch(@base); @base = @base.BaseType)
        {
            if (StateTypes.IsResumable(@base))
            {
                break;
            }

            if (!SettingTypes.Holds(@base) && @base.GetMembers().OfType<IFieldSymbol>().Any(IsState))
            {
                sink.Report(DiagnosticDescriptors.BaseHoldsState, declaration.Identifier.GetLocation(), type.Name, @base.Name);
            }
        }
    }

    private static bool HasResumableBase(INamedTypeSymbol type)
    {
        for (var @base = type.BaseType; @base is not null; @base = @base.BaseType)
        {
            if (StateTypes.IsResumable(@base))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<StatePart> Fields(INamedTypeSymbol type, DiagnosticSink sink)
    {
        var isTorch = StateTypes.IsTorch(type);
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(IsState))
        {
            // The networks and tensors of a network are parts of it.
            var member = field.AssociatedSymbol ?? field;
            if (!(isTorch && StateTypes.IsTorch(field.Type))
                && Read(member.Name, field.Type, SettingTypes.IsFixed(field), member.Locations.FirstOrDefault(), sink) is { } part)
            {
                yield return part with { Name = "this." + Literals.Identifier(member.Name) };
            }
        }
    }

    private static IEnumerable<StatePart> Parameters(
        INamedTypeSymbol type, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        foreach (var (parameter, isAssigned) in CapturedParameters.Of(type, compilation, cancellation))
        {
            if (parameter.FindAttribute(KnownTypes.Rebuilt) is null
                && Read(parameter.Name, parameter.Type, !isAssigned, parameter.Locations.FirstOrDefault(), sink) is { } part)
            {
                yield return part with { Name = Literals.Identifier(parameter.Name) };
            }
        }
    }

    /// <summary>How a field is saved; null where it is a setting, or cannot be saved, which the sink is told.</summary>
    private static StatePart? Read(string name, ITypeSymbol type, bool isFixed, Location? location, DiagnosticSink sink)
    {
        // The compiler says itself what it makes nothing of.
        if (type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        var shape = StateTypes.Of(type);
        if (isFixed && (shape is null ? SettingTypes.Holds(type) : shape is { IsValue: true, Kind: not StateKind.Numbers }))
        {
            return null;
        }

        if (shape is null)
        {
            sink.Report(DiagnosticDescriptors.Unsavable, location, name, type.Short());
            return null;
        }

        return new StatePart(name, shape, isFixed);
    }

    private static bool IsState(IFieldSymbol field) =>
        !field.IsStatic && !field.IsConst && (!field.IsImplicitlyDeclared || field.AssociatedSymbol is IPropertySymbol)
        && (field.AssociatedSymbol ?? field).FindAttribute(KnownTypes.Rebuilt) is null;

    private static EquatableArray<string> Declarations(TypeDeclarationSyntax declaration) => declaration.AncestorsAndSelf()
        .OfType<TypeDeclarationSyntax>()
        .Reverse()
        .Zip(TypeDeclarations.Of(declaration), (part, open) => open + part.TypeParameterList)
        .ToEquatableArray();
}
