using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Parsing;

/// <summary>A property that a run sets, while its declaration is checked.</summary>
/// <param name="Property">The property: the last override of a virtual one.</param>
/// <param name="Domains">The attributes that say what a sweep chooses from: its own, else those of what it overrides.</param>
/// <param name="IsCompiled">Whether another assembly declares it, so that its initialiser and its comment cannot be read.</param>
internal sealed record Hyperparameter(IPropertySymbol Property, IReadOnlyList<AttributeData> Domains, bool IsCompiled)
{
    public static Hyperparameter Of(IPropertySymbol property, Compilation compilation) => new(
        property,
        Overridden(property).Select(OwnDomains).FirstOrDefault(domains => domains.Count > 0) ?? [],
        !SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, compilation.Assembly));

    /// <summary>A property, what it overrides, what that overrides, and so on.</summary>
    public static IEnumerable<IPropertySymbol> Overridden(IPropertySymbol property)
    {
        for (var declared = property; declared is not null; declared = declared.OverriddenProperty)
        {
            yield return declared;
        }
    }

    public static IReadOnlyList<AttributeData> OwnDomains(IPropertySymbol property) =>
        [.. property.GetAttributes().Where(a => KnownTypes.IsDomain(a.FullName()))];
}
