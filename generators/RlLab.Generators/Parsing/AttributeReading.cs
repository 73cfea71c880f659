using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RlLab.Generators.Parsing;

/// <summary>Reads attributes and finds the text of their arguments.</summary>
internal static class AttributeReading
{
    public static AttributeData? FindAttribute(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(a => a.FullName() == fullName);

    /// <summary>The full name of an attribute's class; every attribute of every property is asked for it at every key.</summary>
    public static string? FullName(this AttributeData attribute) => attribute.AttributeClass is
    {
        ContainingType: null, TypeParameters.Length: 0, ContainingNamespace: { Name: "RlLab", ContainingNamespace.IsGlobalNamespace: true }
    } known
        ? "RlLab." + known.Name
        : attribute.AttributeClass?.ToDisplayString();

    /// <summary>What stands between the brackets: <c>LogUniform</c>.</summary>
    public static string ShortName(this AttributeData attribute)
    {
        var name = attribute.AttributeClass!.Name;
        return name.Substring(0, name.Length - "Attribute".Length);
    }

    public static TypedConstant? NamedArgument(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>Whether the compiler could make sense of every argument; where not, it says so itself.</summary>
    public static bool IsWellFormed(this AttributeData attribute) =>
        attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.All(a => a.Kind != TypedConstantKind.Error)
        && attribute.NamedArguments.All(a => a.Value.Kind != TypedConstantKind.Error);

    public static Location? Locate(this AttributeData attribute, CancellationToken cancellation) =>
        attribute.Syntax(cancellation)?.GetLocation();

    /// <summary>Where a constructor's argument is written; the whole attribute where it is not.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="parameter">The constructor's parameter.</param>
    /// <param name="index">Its position.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static Location? LocateArgument(this AttributeData attribute, string parameter, int index, CancellationToken cancellation)
    {
        var arguments = attribute.Syntax(cancellation)?.ArgumentList?.Arguments ?? default;
        var argument = arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter)
            ?? (index < arguments.Count && arguments[index] is { NameColon: null, NameEquals: null } positional ? positional : null);
        return argument?.Expression.GetLocation() ?? attribute.Locate(cancellation);
    }

    /// <summary>Where the value of a property of the attribute is written; the whole attribute where it is not.</summary>
    public static Location? LocateNamed(this AttributeData attribute, string name, CancellationToken cancellation) =>
        attribute.Syntax(cancellation)?.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation()
        ?? attribute.Locate(cancellation);

    /// <summary>Where it is written; null in another assembly.</summary>
    public static AttributeSyntax? Syntax(this AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
}
