using Microsoft.CodeAnalysis;
using RlLab.Generators.Parsing;

namespace RlLab.Generators.Checkpoints;

/// <summary>Which types hold nothing that changes, so that a read-only field of one is a setting: the constructor makes it again.</summary>
internal static class SettingTypes
{
    /// <summary>What is made for a run, or for a device, and stays what it is; or only looks at a world that is saved by itself.</summary>
    private static readonly string[] Known =
    [
        "RlLab.IRun", "RlLab.IActionMask", "RlLab.IRenderable", "System.TimeProvider", "System.Threading.CancellationToken", "System.Threading.Lock",
        "System.Type", "TorchSharp.torch.Device", "RlLab.Space", "System.Collections.Immutable.ImmutableArray",
    ];

    private static readonly string[] ReadOnlyCollections =
    [
        "System.Collections.Generic.IReadOnlyList", "System.Collections.Generic.IReadOnlyCollection",
        "System.Collections.Generic.IReadOnlyDictionary", "System.Collections.Generic.IEnumerable",
    ];

    /// <summary>Whether nothing in a type changes.</summary>
    public static bool Holds(ITypeSymbol type)
    {
        if (type.IsUnmanagedType || type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Delegate)
        {
            return true;
        }

        for (var around = type; around is not null; around = around.BaseType)
        {
            if (Known.Contains(FullName(around)))
            {
                return true;
            }
        }

        return type is INamedTypeSymbol named
            && (ReadOnlyCollections.Contains(FullName(named)) || named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
                ? named.TypeArguments.All(Holds)
                : HoldsNothingElse(named));
    }

    private static bool HoldsNothingElse(INamedTypeSymbol type)
    {
        if (type.IsRecord)
        {
            return type.GetMembers().OfType<IPropertySymbol>()
                .All(property => property.IsStatic || property.SetMethod is null or { IsInitOnly: true });
        }

        // What is compiled may not show its fields; a class of which all is seen, and all is read-only, is a setting.
        return type.TypeKind is TypeKind.Class or TypeKind.Struct && type.DeclaringSyntaxReferences.Length > 0
            && (type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType } || Holds(type.BaseType))
            && type.GetMembers().OfType<IFieldSymbol>().All(field => field.IsStatic || (IsFixed(field) && Holds(field.Type)));
    }

    /// <summary>Whether a field, or the property behind it, cannot be assigned once its object is made.</summary>
    public static bool IsFixed(IFieldSymbol field) => field.AssociatedSymbol is IPropertySymbol property
        ? property.SetMethod is null or { IsInitOnly: true }
        : field.IsReadOnly;

    private static string FullName(ITypeSymbol type) => type.ContainingType is { } around
        ? $"{FullName(around)}.{type.Name}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{type.Name}" : type.Name;
}
