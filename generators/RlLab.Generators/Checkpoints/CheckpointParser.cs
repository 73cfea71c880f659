using System.Text.RegularExpressions;
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
    /// <summary>What the written methods call their own parameters and variables, which would hide a captured parameter.</summary>
    private static readonly Regex WrittenNames = new(@"^(writer|reader|(each|i)[0-9]+)\z", RegexOptions.CultureInvariant);

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
            $"Checkpoint.{type.ToDisplayString().Replace('<', '{').Replace('>', '}').Replace("@", "")}.g.cs",
            @namespace,
            Declarations(declaration),
            type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            BaseStates.Of(type) != BaseState.None ? "override " : type.IsSealed ? "" : "virtual ",
            parts)
        {
            CallsBase = BaseStates.Of(type) == BaseState.Virtual,
        };
        return new(model with { IsWhole = !sink.HasErrors }, sink.ToEquatableArray());
    }

    private static void CheckClass(INamedTypeSymbol type, TypeDeclarationSyntax declaration, DiagnosticSink sink)
    {
        var nest = declaration.AncestorsAndSelf().OfType<TypeDeclarationSyntax>();
        foreach (var part in nest.Where(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            sink.Report(DiagnosticDescriptors.CheckpointedNotPartial, part.Identifier.GetLocation(), part.Identifier.ValueText, type.Name);
        }

        if (declaration.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Any(part => part.Modifiers.Any(SyntaxKind.FileKeyword)))
        {
            Report("it is file-local, and another file cannot add to it; remove 'file'");
        }

        foreach (var name in (string[])["SaveState", "RestoreState"])
        {
            foreach (var member in type.GetMembers(name))
            {
                sink.Report(DiagnosticDescriptors.WritesItsOwnState, member.Locations.FirstOrDefault(), type.Name, name);
            }
        }

        if (BaseStates.Of(type) == BaseState.Closed)
        {
            Report($"'{type.BaseType!.Name}', its base, saves itself in a way that cannot be overridden; save '{type.Name}' as it asks for");
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

        void Report(string reason) =>
            sink.Report(DiagnosticDescriptors.CheckpointNotWritable, declaration.Identifier.GetLocation(), type.Name, reason);
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
                if (WrittenNames.IsMatch(parameter.Name))
                {
                    sink.Report(
                        DiagnosticDescriptors.CheckpointNotWritable, parameter.Locations.FirstOrDefault(), type.Name,
                        $"its parameter '{parameter.Name}' is called as what is used there; rename it");
                }

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
        .Zip(TypeDeclarations.Of(declaration), (part, open) => open + TypeParameters(part))
        .ToEquatableArray();

    /// <summary>Without their attributes, which stand where the class is declared.</summary>
    private static string TypeParameters(TypeDeclarationSyntax declaration) => declaration.TypeParameterList is { } list
        ? $"<{string.Join(", ", list.Parameters.Select(parameter => $"{parameter.VarianceKeyword.Text} {parameter.Identifier.Text}".Trim()))}>"
        : "";
}
