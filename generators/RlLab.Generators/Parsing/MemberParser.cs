using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Emit;
using RlLab.Generators.Models;
using ValueType = RlLab.Generators.Models.ValueType;

namespace RlLab.Generators.Parsing;

/// <summary>A hyperparameter that was read, and what it was read from.</summary>
/// <param name="Model">The hyperparameter.</param>
/// <param name="Property">Its property.</param>
/// <param name="Domain">The attribute that sweeps it; null for none.</param>
internal sealed record FoundParameter(ParameterModel Model, IPropertySymbol Property, AttributeData? Domain);

/// <summary>Reads the properties of an experiment, and of the records that they hold.</summary>
internal sealed class MemberParser(INamedTypeSymbol experiment, Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
{
    private readonly List<FoundParameter> _found = [];

    /// <summary>What was read so far, in order.</summary>
    public IReadOnlyList<FoundParameter> Found => _found;

    /// <summary>The properties of the experiment itself.</summary>
    /// <returns>In their order; null for one that could not be read, of which the sink or the compiler says why.</returns>
    public IReadOnlyList<MemberModel?> Parse(IReadOnlyList<Hyperparameter> hyperparameters)
    {
        var members = Parse(hyperparameters, new Place("", null, ParameterEmitter.Instance, RecordDefault.Nothing, []));
        CheckNames();
        return members;
    }

    private IReadOnlyList<MemberModel?> Parse(IEnumerable<Hyperparameter> hyperparameters, Place place)
    {
        var members = new List<MemberModel?>();
        foreach (var hyperparameter in hyperparameters)
        {
            cancellation.ThrowIfCancellationRequested();
            members.Add(Parse(hyperparameter, place));
        }

        return members;
    }

    private MemberModel? Parse(Hyperparameter hyperparameter, Place place)
    {
        var property = hyperparameter.Property;
        if (property.Type.TypeKind == TypeKind.Error || property.IsAbstract)
        {
            // The compiler says the one, and what is abstract is read where it is overridden.
            return null;
        }

        if (RecordTypes.IsRecord(property.Type))
        {
            return ParseRecord(hyperparameter, (INamedTypeSymbol)property.Type, place);
        }

        var parameter = ParameterParser.Parse(hyperparameter, place, compilation, sink, cancellation);
        return parameter is null ? null : new ValueModel(property.Name, property.IsRequired, Add(parameter, hyperparameter));
    }

    private MemberModel? ParseRecord(Hyperparameter hyperparameter, INamedTypeSymbol type, Place place)
    {
        var property = hyperparameter.Property;
        if (place.Around.Contains(type, SymbolEqualityComparer.Default))
        {
            sink.Report(DiagnosticDescriptors.RecordCycle, property.Locations.FirstOrDefault(), type.Short(), property.Name);
            return null;
        }

        var written = place.DefaultOf(hyperparameter, cancellation);
        var isRead = written is not null || !hyperparameter.IsCompiled;
        var chosen = isRead ? RecordDefaultParser.Parse(property, written, compilation, sink, cancellation) : null;
        if (isRead && chosen is null)
        {
            return null;
        }

        return type.IsAbstract
            ? ParseAlternatives(hyperparameter, type, written, chosen, place)
            : ParseGroup(hyperparameter, type, written, chosen, place);
    }

    private GroupModel? ParseGroup(
        Hyperparameter hyperparameter, INamedTypeSymbol type, ExpressionSyntax? written, RecordDefault? chosen, Place place)
    {
        var property = hyperparameter.Property;
        foreach (var attribute in hyperparameter.Domains)
        {
            sink.Report(
                DiagnosticDescriptors.WrongRange, attribute.Locate(cancellation),
                attribute.ShortName(), property.Name, type.Short(), "attributes on that record's own properties");
        }

        if (chosen is not null && !SymbolEqualityComparer.Default.Equals(chosen.Type, type))
        {
            // A record that derives from the property's may have more than the property's type says.
            sink.Report(DiagnosticDescriptors.UnusableDefault, written!.GetLocation(), property.Name, $"a new {type.Short()}");
            return null;
        }

        var inner = place with
        {
            Path = $"{place.NameOf(property)}.",
            Origin = place.OriginOf(property),
            Given = chosen?.Values ?? RecordDefault.Nothing,
            Around = place.Around.Add(type),
        };
        return ParseRecord(type, [], inner, isMade: chosen is not null, property) is { } record
            ? new GroupModel(property.Name, property.IsRequired, record)
            : null;
    }

    private AlternativesModel? ParseAlternatives(
        Hyperparameter hyperparameter, INamedTypeSymbol type, ExpressionSyntax? written, RecordDefault? chosen, Place place)
    {
        var property = hyperparameter.Property;
        var alternatives = FindAlternatives(property, type);
        if (ParseChoice(hyperparameter, type, alternatives, written, chosen, place) is not { } choice)
        {
            return null;
        }

        Add(choice, hyperparameter);
        var inner = place with
        {
            Path = $"{choice.Name}.",
            Origin = place.OriginOf(property),
            Given = chosen?.Values ?? RecordDefault.Nothing,
            Around = place.Around.Add(type),
        };
        var shared = HyperparameterFinder.Find(type, compilation, sink).Where(h => !h.Property.IsAbstract).ToList();
        var common = Parse(shared, inner);
        var records = alternatives.Select(alternative =>
        {
            var isDefault = chosen is not null && SymbolEqualityComparer.Default.Equals(alternative, chosen.Type);
            return ParseRecord(
                alternative,
                shared,
                inner with
                {
                    Condition = new ConditionModel(choice.Name, alternative.Name),
                    Given = isDefault ? inner.Given : RecordDefault.Nothing,
                    Around = inner.Around.Add(alternative),
                },
                isMade: chosen is not null,
                property);
        }).ToList();
        return common.Contains(null) || records.Contains(null)
            ? null
            : new AlternativesModel(
                property.Name, property.IsRequired, choice,
                common.OfType<MemberModel>().ToEquatableArray(), records.OfType<RecordModel>().ToEquatableArray());
    }

    private ParameterModel? ParseChoice(
        Hyperparameter hyperparameter,
        INamedTypeSymbol type,
        IReadOnlyList<INamedTypeSymbol> alternatives,
        ExpressionSyntax? written,
        RecordDefault? chosen,
        Place place)
    {
        var property = hyperparameter.Property;
        var names = new ParameterType(
            ValueType.Alternative,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            alternatives.Select(alternative => alternative.Name).ToEquatableArray());
        if (alternatives.Count == 0)
        {
            return null;
        }

        if (chosen is not null && !alternatives.Contains(chosen.Type, SymbolEqualityComparer.Default))
        {
            if (!RecordTypes.Nested(type).Contains(chosen.Type, SymbolEqualityComparer.Default))
            {
                sink.Report(
                    DiagnosticDescriptors.UnusableDefault, written!.GetLocation(), property.Name,
                    $"one of its alternatives: {string.Join(", ", names.Options)}");
            }

            return null;
        }

        var value = chosen is null ? null : new ParsedValue(chosen.Type.Name, chosen.Type.Name);
        return ParameterParser.Parse(hyperparameter, names, value, written?.GetLocation(), place, sink, cancellation);
    }

    /// <summary>The records that a property of an abstract one can hold, in the order of declaration; the sink says which cannot be chosen.</summary>
    private IReadOnlyList<INamedTypeSymbol> FindAlternatives(IPropertySymbol property, INamedTypeSymbol type)
    {
        var nested = RecordTypes.Nested(type).ToLookup(record => RecordTypes.WhyNoAlternative(record, experiment, compilation));
        foreach (var refused in nested.Where(group => group.Key is not null))
        {
            foreach (var record in refused)
            {
                sink.Report(
                    DiagnosticDescriptors.UnreachableAlternative, record.Locations.FirstOrDefault(),
                    $"'{record.Name}' cannot be chosen as an alternative of '{type.Name}', because {refused.Key}: make it a sealed, public record");
            }
        }

        if (!nested.Any())
        {
            sink.Report(
                DiagnosticDescriptors.UnreachableAlternative, property.Locations.FirstOrDefault(),
                $"'{type.Name}' has no alternatives: declare sealed records within it that derive from it");
        }

        return [.. nested[null]];
    }

    /// <summary>A record's properties but those that are read already.</summary>
    /// <param name="type">The record.</param>
    /// <param name="known">The properties that are read already.</param>
    /// <param name="place">Where the others stand.</param>
    /// <param name="isMade">Whether the default is a new record, not one that an instance of another assembly's class holds.</param>
    /// <param name="holder">The property that holds the record.</param>
    private RecordModel? ParseRecord(
        INamedTypeSymbol type, IReadOnlyList<Hyperparameter> known, Place place, bool isMade, IPropertySymbol holder)
    {
        var all = HyperparameterFinder.Find(type, compilation, sink);
        var constructor = RecordTypes.Constructor(type, experiment, all, compilation);
        var required = ExperimentClassRules.RequiredMembers(type).ToList();
        if (WhyNotMakeable() is { } reason)
        {
            sink.Report(DiagnosticDescriptors.RecordNotMakeable, holder.Locations.FirstOrDefault(), type.Short(), reason);
            return null;
        }

        var arguments = RecordTypes.Needed(constructor!).ToList();
        var typeName = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var origin = isMade ? Made() : holder.Type.IsAbstract ? $"({place.Origin} as {typeName} ?? {Made()})" : place.Origin;
        var own = all.Where(h => known.All(k => !SymbolEqualityComparer.Default.Equals(k.Property, h.Property)));
        var members = Parse(own, place with { Origin = origin });
        return members.Contains(null)
            ? null
            : new RecordModel(
                type.Name, typeName, arguments.Select(argument => argument.Name).ToEquatableArray(),
                members.OfType<MemberModel>().ToEquatableArray());

        string? WhyNotMakeable()
        {
            if (constructor is null)
            {
                return "its constructors take what is no hyperparameter";
            }

            if (required.FirstOrDefault(member => all.All(h => h.Property.Name != member.Name)) is { } other)
            {
                return $"'{other.Name}' is required and is none";
            }

            var isHere = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);
            var needed = RecordTypes.Needed(constructor).Concat<ISymbol>(required);
            return !isHere && (isMade || holder.Type.IsAbstract) && needed.FirstOrDefault(n => !place.Given.ContainsKey(n.Name)) is { } unknown
                ? $"'{unknown.Name}' must be given, and its default is not known outside of '{type.ContainingAssembly.Name}'"
                : null;
        }

        string Made()
        {
            var given = arguments.Select(argument => $"{Literals.Identifier(argument.Name)}: {Constant(argument.Name, argument.Type, place)}");
            var set = required.OfType<IPropertySymbol>()
                .Select(member => $"{Literals.Identifier(member.Name)} = {Constant(member.Name, member.Type, place)}");
            return $"new {typeName}({string.Join(", ", given)}) {{ {string.Join(", ", set)} }}";
        }
    }

    /// <summary>What a record must be given, in the expression of one whose other values are wanted.</summary>
    private string Constant(string name, ITypeSymbol type, Place place)
    {
        var constant = place.Given.TryGetValue(name, out var given)
            ? compilation.ModelOf(given.SyntaxTree).GetConstantValue(given, cancellation)
            : default;
        return constant is not { HasValue: true, Value: { } value } ? "default!"
            : type.TypeKind == TypeKind.Enum ? $"({type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)})({Literals.Of(value)})"
            : Literals.Of(value);
    }

    private ParameterModel Add(ParameterModel parameter, Hyperparameter hyperparameter)
    {
        _found.Add(new FoundParameter(parameter, hyperparameter.Property, hyperparameter.Domains.FirstOrDefault()));
        return parameter;
    }

    /// <summary>A name stands for one hyperparameter, whichever alternative it belongs to.</summary>
    private void CheckNames()
    {
        foreach (var (found, index) in _found.Select((found, index) => (found, index)))
        {
            var twin = _found.Take(index).FirstOrDefault(other =>
                other.Model.Name.Equals(found.Model.Name, StringComparison.OrdinalIgnoreCase) && other.Model.Condition != found.Model.Condition);
            if (twin is null)
            {
                continue;
            }

            if (twin.Model.Name == found.Model.Name)
            {
                sink.Report(
                    DiagnosticDescriptors.AlternativeTwins, found.Property.Locations.FirstOrDefault(),
                    found.Model.Name, twin.Property.ContainingType.Name, found.Property.ContainingType.Name);
            }
            else
            {
                sink.Report(DiagnosticDescriptors.CaseTwins, found.Property.Locations.FirstOrDefault(), found.Model.Name, twin.Model.Name);
            }
        }
    }
}
