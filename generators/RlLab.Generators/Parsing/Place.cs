using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Where properties stand: on the experiment itself, or in a record that one of its properties holds.</summary>
/// <param name="Path">What stands before their names; empty on the experiment.</param>
/// <param name="Condition">When they exist; null for always.</param>
/// <param name="Origin">The expression of an instance that tells the defaults that another assembly's code holds.</param>
/// <param name="Given">The defaults that the record's own are replaced by.</param>
/// <param name="Around">The records that they are in, from outside in.</param>
internal sealed record Place(
    string Path,
    ConditionModel? Condition,
    string Origin,
    IReadOnlyDictionary<string, ExpressionSyntax> Given,
    ImmutableArray<INamedTypeSymbol> Around)
{
    /// <summary>The name of the hyperparameter that a property here is.</summary>
    public string NameOf(IPropertySymbol property) => Path + property.Name;

    /// <summary>The expression of a property here in the instance that tells defaults.</summary>
    public string OriginOf(IPropertySymbol property) => $"{Origin}.{Literals.Identifier(property.Name)}";

    /// <summary>Where the default of a property here is written; null for nowhere in this compilation.</summary>
    public ExpressionSyntax? DefaultOf(Hyperparameter hyperparameter, CancellationToken cancellation) =>
        Given.TryGetValue(hyperparameter.Property.Name, out var given) ? given
        : hyperparameter.IsCompiled ? null
        : Initialiser(hyperparameter.Property, cancellation) ?? Initialiser(hyperparameter.Property.PartialImplementationPart, cancellation);

    private static ExpressionSyntax? Initialiser(IPropertySymbol? property, CancellationToken cancellation) =>
        property?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            PropertyDeclarationSyntax declaration => declaration.Initializer?.Value,
            ParameterSyntax positional => positional.Default?.Value,
            _ => null,
        };
}
