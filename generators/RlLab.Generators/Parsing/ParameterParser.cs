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
        IPropertySymbol property, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (property.Type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        // A positional parameter of a record makes a property without a declaration of its own.
        var declaration = property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) as PropertyDeclarationSyntax;
        if (ParameterTypes.Classify(property.Type) is not { } type)
        {
            sink.Report(
                DiagnosticDescriptors.UnsupportedType, declaration?.Type.GetLocation() ?? property.Locations[0],
                property.Name, property.Type.Short());
            return null;
        }

        var initializer = declaration?.Initializer?.Value;
        var value = DefaultParser.Parse(property, type, initializer, compilation, sink, cancellation);
        var (domain, complete) = ParseDomain(property, type, sink, cancellation);
        if (value is null || !complete)
        {
            return null;
        }

        if (domain is not null && !domain.Contains(value))
        {
            sink.Report(
                DiagnosticDescriptors.DefaultOutsideDomain, initializer?.GetLocation(),
                value.Text, property.Name, domain.Text);
        }

        return new ParameterModel(
            property.Name, DocumentationReader.Summary(property, cancellation), type, value.Literal, domain?.Model);
    }

    private static (ParsedDomain? Domain, bool Complete) ParseDomain(
        IPropertySymbol property, ParameterType type, DiagnosticSink sink, CancellationToken cancellation)
    {
        var attributes = property.GetAttributes().Where(a => KnownTypes.IsDomain(a.FullName())).ToList();
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
