using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Reads the relations between an experiment's hyperparameters.</summary>
internal static class ConstraintParser
{
    /// <returns>Those of a base class first; what is wrong with one, the sink or the compiler says.</returns>
    public static EquatableArray<ConstraintModel> Parse(
        INamedTypeSymbol type,
        IReadOnlyList<Hyperparameter> hyperparameters,
        Compilation compilation,
        DiagnosticSink sink,
        CancellationToken cancellation)
    {
        var classes = new Stack<INamedTypeSymbol>();
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            classes.Push(declaring);
        }

        var constraints = new List<ConstraintModel>();
        foreach (var attribute in classes.SelectMany(declaring => declaring.GetAttributes()).Where(a => a.FullName() == KnownTypes.Constraint))
        {
            if (!attribute.IsWellFormed())
            {
                continue;
            }

            var place = attribute.LocateArgument("predicate", 0, cancellation);
            var name = attribute.ConstructorArguments[0].Value as string ?? "";
            var members = Members(type, name).Where(member => compilation.IsSymbolAccessibleWithin(member, type)).ToList();
            if (members.Count == 0)
            {
                sink.Report(DiagnosticDescriptors.NoSuchConstraint, place, type.Name, name);
            }
            else if (members.Select(member => Read(member, type)).FirstOrDefault(call => call is not null) is not { } call)
            {
                sink.Report(DiagnosticDescriptors.NotAPredicate, place, name, WhyNot(members[0], type, hyperparameters));
            }
            else if (hyperparameters.Any(h => h.Property.Name == name))
            {
                sink.Report(DiagnosticDescriptors.NotAPredicate, place, name, "it is a hyperparameter itself");
            }
            else if (constraints.All(constraint => constraint.Name != name))
            {
                var predicate = members.First(member => Read(member, type) is not null);
                constraints.Add(new ConstraintModel(name, DocumentationReader.Summary(predicate, cancellation), call));
            }
        }

        return constraints.ToEquatableArray();
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type, string name)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers(name))
            {
                yield return member;
            }
        }
    }

    /// <summary>The C# that asks a predicate; null for a member that is none.</summary>
    private static string? Read(ISymbol member, INamedTypeSymbol type) => member switch
    {
        IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean, IsStatic: false, IsIndexer: false } =>
            $"{{0}}.{Literals.Identifier(member.Name)}",
        IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Boolean, IsGenericMethod: false, MethodKind: MethodKind.Ordinary } method =>
            method switch
            {
                { IsStatic: false, Parameters.Length: 0 } => $"{{0}}.{Literals.Identifier(method.Name)}()",
                { IsStatic: true, Parameters.Length: 1 }
                    when method.Parameters[0] is { RefKind: RefKind.None } experiment && IsOrDerives(type, experiment.Type) =>
                    $"{method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{Literals.Identifier(method.Name)}({{0}})",
                _ => null,
            },
        _ => null,
    };

    private static bool IsOrDerives(INamedTypeSymbol type, ITypeSymbol from) =>
        SymbolEqualityComparer.Default.Equals(type, from) || (from is INamedTypeSymbol named && RecordTypes.Derives(type, named));

    private static string WhyNot(ISymbol member, INamedTypeSymbol type, IReadOnlyList<Hyperparameter> hyperparameters) => member switch
    {
        _ when hyperparameters.Any(h => SymbolEqualityComparer.Default.Equals(h.Property, member)) => "it is a hyperparameter itself",
        IMethodSymbol { ReturnType.SpecialType: not SpecialType.System_Boolean }
            or IPropertySymbol { Type.SpecialType: not SpecialType.System_Boolean } =>
            "it does not return 'bool'",
        IMethodSymbol { IsStatic: true } => $"it must take the experiment, and nothing else: ({type.Name} experiment)",
        IMethodSymbol { Parameters.Length: > 0 } => "it takes more than the experiment's own hyperparameters",
        { IsStatic: true } => "it is static, and sees no hyperparameter",
        _ => "it is neither a property nor a method",
    };
}
