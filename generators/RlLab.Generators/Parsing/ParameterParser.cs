using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads a hyperparameter: its type, its default and its domain.</summary>
internal static class ParameterParser
{
    /// <returns>Null if something is wrong with it, which the sink or the compiler says.</returns>
    public static ParameterModel? Parse(
        Hyperparameter hyperparameter, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        var property = hyperparameter.Property;
        if (property.Type.TypeKind == TypeKind.Error || property.IsAbstract)
        {
            // The compiler says the one, and the other needs an abstract class, which is no experiment.
            return null;
        }

        // A positional parameter of a record makes a property without a declaration of its own.
        var declaration = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as PropertyDeclarationSyntax;
        if (ParameterTypes.Classify(property.Type) is not { } type)
        {
            sink.Report(
                DiagnosticDescriptors.UnsupportedType, declaration?.Type.GetLocation() ?? property.Locations[0],
                property.Name, property.Type.Short());
            return null;
        }

        var initializer = declaration?.Initializer?.Value;
        var value = hyperparameter.IsCompiled ? null : DefaultParser.Parse(property, type, initializer, compilation, sink, cancellation);
        var (domain, complete) = ParseDomain(hyperparameter, type, sink, cancellation);
        if (!complete || (value is null && !hyperparameter.IsCompiled))
        {
            return null;
        }

        if (domain is not null && value is not null && !domain.Contains(value))
        {
            sink.Report(
                DiagnosticDescriptors.DefaultOutsideDomain, initializer?.GetLocation(),
                value.Text, property.Name, domain.Text, domain.Nearest(value) is { Count: > 0 } nearest ? $" to {string.Join(" or ", nearest)}" : "");
        }

        return new ParameterModel(
            property.Name, Summary(hyperparameter, cancellation), type, value?.Literal, domain?.Model, property.IsRequired);
    }

    /// <summary>Its own comment, else that of what it overrides.</summary>
    private static string Summary(Hyperparameter hyperparameter, CancellationToken cancellation) => Hyperparameter
        .Overridden(hyperparameter.Property)
        .Select(declared => DocumentationReader.Summary(declared, cancellation))
        .FirstOrDefault(text => text.Length > 0) ?? "";

    private static (ParsedDomain? Domain, bool Complete) ParseDomain(
        Hyperparameter hyperparameter, ParameterType type, DiagnosticSink sink, CancellationToken cancellation)
    {
        var (property, attributes) = (hyperparameter.Property, hyperparameter.Domains);
        foreach (var second in attributes.Skip(1))
        {
            sink.Report(DiagnosticDescriptors.TwoDomains, second.Locate(cancellation), property.Name, attributes[0].ShortName());
        }

        if (attributes.Count == 0)
        {
            return (null, true);
        }

        var domain = attributes[0].IsWellFormed() ? DomainParser.Parse(property, type, attributes[0], sink, cancellation) : null;
        return (domain, domain is not null);
    }
}
