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
        Hyperparameter hyperparameter, Place place, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        var property = hyperparameter.Property;
        if (ParameterTypes.Classify(property.Type) is not { } type)
        {
            var declared = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
            {
                PropertyDeclarationSyntax declaration => declaration.Type,
                ParameterSyntax positional => positional.Type,
                _ => null,
            };
            sink.Report(
                DiagnosticDescriptors.UnsupportedType, declared?.GetLocation() ?? property.Locations[0], property.Name, property.Type.Short());
            return null;
        }

        var written = place.DefaultOf(hyperparameter, cancellation);
        var isCompiled = hyperparameter.IsCompiled && written is null;
        var value = isCompiled ? null : DefaultParser.Parse(property, type, written, compilation, sink, cancellation);
        var parameter = Parse(hyperparameter, type, value, written?.GetLocation(), place, sink, cancellation);
        return value is null && !isCompiled ? null : parameter;
    }

    /// <summary>Reads a hyperparameter whose type and default are known.</summary>
    /// <param name="hyperparameter">The property.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its default; null where only an instance tells it.</param>
    /// <param name="written">Where the default is written.</param>
    /// <param name="place">Where the property stands.</param>
    /// <param name="sink">Is told what is wrong.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>Null if something is wrong with its domain, which the sink or the compiler says.</returns>
    public static ParameterModel? Parse(
        Hyperparameter hyperparameter,
        ParameterType type,
        ParsedValue? value,
        Location? written,
        Place place,
        DiagnosticSink sink,
        CancellationToken cancellation)
    {
        var property = hyperparameter.Property;
        var (domain, complete) = ParseDomain(hyperparameter, type, sink, cancellation);
        if (!complete)
        {
            return null;
        }

        if (domain is not null && value is not null && !domain.Contains(value))
        {
            var nearest = domain.Nearest(value);
            var suffix = property.Type.SpecialType == SpecialType.System_Single ? "f" : "";
            sink.Report(
                DiagnosticDescriptors.DefaultOutsideDomain, written, nearest.Select(number => number + suffix).ToEquatableArray(),
                value.Text, property.Name, domain.Text, nearest.Count > 0 ? $" to {string.Join(" or ", nearest)}" : "");
        }

        return new ParameterModel(
            place.NameOf(property), Summary(hyperparameter, cancellation), type, value?.Literal, place.OriginOf(property),
            domain?.Model, place.Condition);
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
