using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Checkpoints;

/// <summary>Which types can be saved, and how.</summary>
internal static class StateTypes
{
    private const string Collections = "System.Collections.Generic.";

    private static readonly string[] Torch =
    [
        "TorchSharp.torch.Tensor", "TorchSharp.torch.nn.Module", "TorchSharp.torch.optim.Optimizer",
        "TorchSharp.torch.optim.lr_scheduler.LRScheduler",
    ];

    /// <summary>How a type is written; null where it cannot be saved.</summary>
    public static StateShape? Of(ITypeSymbol type)
    {
        var shape = OfPresent(type);
        return shape is not null && type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated }
            ? shape with { MayBeNull = true }
            : shape;
    }

    /// <summary>Whether a class is, or derives from, one of torch's own.</summary>
    public static bool IsTorch(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (Torch.Contains(type.OriginalDefinition.ToDisplayString()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a class is <c>IResumable</c>, by itself or by what is written for it.</summary>
    public static bool IsResumable(ITypeSymbol type) =>
        Implements(type, KnownTypes.Resumable) || type.OriginalDefinition.FindAttribute(KnownTypes.Checkpointed) is not null
        || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsResumable));

    private static StateShape? OfPresent(ITypeSymbol type)
    {
        var name = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return nullable.TypeArguments[0] is { IsUnmanagedType: true } value
                ? new(StateKind.Nullable, value.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))
                : null;
        }

        if (type.IsUnmanagedType)
        {
            return type.TypeKind == TypeKind.Pointer ? null : new(StateKind.Bytes, name);
        }

        switch (type)
        {
            case { SpecialType: SpecialType.System_String }:
                return new(StateKind.Text, name);
            case IArrayTypeSymbol { Rank: 1 } array:
                return Of(array.ElementType) is not { } element ? null
                    : new(element.Kind == StateKind.Bytes ? StateKind.Numbers : StateKind.Array, element.Type, element);
        }

        if (IsResumable(type))
        {
            return new(StateKind.Resumable, name);
        }

        if (IsTorch(type))
        {
            return new(StateKind.Torch, name);
        }

        return OfWorld(type, name) ?? OfCollection(type, name) ?? OfRecord(type, name);
    }

    private static StateShape? OfWorld(ITypeSymbol type, string name) =>
        Implements(type, KnownTypes.Environment) ? new(StateKind.World, name)
        : Implements(type, KnownTypes.VectorEnvironment) || Implements(type, KnownTypes.MultiAgentEnvironment) ? new(StateKind.Worlds, name)
        : null;

    private static StateShape? OfCollection(ITypeSymbol type, string name)
    {
        if (type is not INamedTypeSymbol { TypeArguments.Length: > 0 } collection)
        {
            return null;
        }

        StateKind? kind = FullName(collection) switch
        {
            Collections + "List" or Collections + "HashSet" => StateKind.List,
            Collections + "Queue" => StateKind.Queue,
            Collections + "Dictionary" => StateKind.Dictionary,
            _ => null,
        };
        var parts = kind is null ? [] : collection.TypeArguments.Select(Of).ToArray();
        return kind is null || parts.Any(part => part is not { IsValue: true }) ? null : new(kind.Value, name, parts!);
    }

    /// <summary>A record whose primary constructor takes all that it holds.</summary>
    private static StateShape? OfRecord(ITypeSymbol type, string name)
    {
        var isTuple = type.IsTupleType;
        if (type is not INamedTypeSymbol { IsAbstract: false } record || !(record.IsRecord || isTuple))
        {
            return null;
        }

        var constructor = record.InstanceConstructors
            .Where(c => c.Parameters.Length > 0 && !SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, record))
            .OrderByDescending(c => c.Parameters.Length)
            .FirstOrDefault();
        var fields = record.GetMembers().OfType<IFieldSymbol>().Count(field => !field.IsStatic && !field.IsImplicitlyDeclared);
        var stored = record.GetMembers().OfType<IPropertySymbol>().Count(property => !property.IsStatic && property.Name != "EqualityContract");
        if (constructor is null || (!isTuple && (fields > 0 || stored != constructor.Parameters.Length)) || record.BaseType is { IsRecord: true })
        {
            return null;
        }

        var members = isTuple
            ? record.TupleElements.Select(element => (element.Name, element.Type))
            : constructor.Parameters.Select(parameter => (parameter.Name, parameter.Type));
        var parts = members.Select(member => (member.Name, Shape: Of(member.Type))).ToList();
        return parts.Any(part => part.Shape is not { IsValue: true } || (!isTuple && !record.GetMembers(part.Name).OfType<IPropertySymbol>().Any()))
            ? null
            : new StateShape(
                StateKind.Record,
                name,
                false,
                parts.Select(part => part.Shape!).ToEquatableArray(),
                parts.Select(part => part.Name).ToEquatableArray());
    }

    private static bool Implements(ITypeSymbol type, string @interface) =>
        FullName(type) == @interface || type.AllInterfaces.Any(implemented => FullName(implemented) == @interface)
        || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => Implements(constraint, @interface)));

    private static string FullName(ITypeSymbol type) =>
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;
}
