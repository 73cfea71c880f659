using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RlLab.Generators.Checkpoints;

/// <summary>Finds the parameters of a primary constructor that the class keeps, because its methods use them.</summary>
internal static class CapturedParameters
{
    /// <summary>Each of them, and whether it is assigned anywhere.</summary>
    public static IReadOnlyList<(IParameterSymbol Parameter, bool IsAssigned)> Of(
        INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var constructor = type.InstanceConstructors.FirstOrDefault(
            c => c.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is TypeDeclarationSyntax);
        if (constructor is null || type.IsRecord)
        {
            return [];
        }

        var uses = new Dictionary<string, bool>();
        var declarations = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation));
        foreach (var declaration in declarations.OfType<TypeDeclarationSyntax>())
        {
            SemanticModel? model = null;
            var nodes = declaration.Members.SelectMany(Bodies).SelectMany(body => body.DescendantNodesAndSelf());
            foreach (var name in nodes.OfType<IdentifierNameSyntax>())
            {
                if (constructor.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText) is { } parameter)
                {
                    model ??= compilation.GetSemanticModel(declaration.SyntaxTree);
                    if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, parameter))
                    {
                        uses[parameter.Name] = IsAssigned(name, parameter.Type) || (uses.TryGetValue(parameter.Name, out var assigned) && assigned);
                    }
                }
            }
        }

        return
        [
            .. constructor.Parameters.Where(parameter => uses.ContainsKey(parameter.Name)).Select(parameter => (parameter, uses[parameter.Name])),
        ];
    }

    /// <summary>What of a member is done after the object is made: not an initialiser.</summary>
    private static IEnumerable<SyntaxNode> Bodies(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax or BaseTypeDeclarationSyntax or ConstructorDeclarationSyntax => [],
        PropertyDeclarationSyntax property => property.ChildNodes().Where(node => node is AccessorListSyntax or ArrowExpressionClauseSyntax),
        _ => [member],
    };

    /// <summary>Whether a use of a parameter may change it; of a structure also through its members.</summary>
    private static bool IsAssigned(IdentifierNameSyntax name, ITypeSymbol type)
    {
        SyntaxNode node = name;
        var isStructure = type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None }
            && type.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && !SettingTypes.IsFixed(field));
        while (node.Parent is ParenthesizedExpressionSyntax || (isStructure && node.Parent is MemberAccessExpressionSyntax member
            && member.Expression == node))
        {
            node = node.Parent!;
        }

        return node.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == node,
            PostfixUnaryExpressionSyntax or RefExpressionSyntax
                or ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => true,
            PrefixUnaryExpressionSyntax prefix =>
                prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
            ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => IsDeconstructed(tuple),
            InvocationExpressionSyntax call => node != name && call.Expression == node,
            _ => false,
        };
    }

    /// <summary>Whether a tuple is what something is assigned to: <c>(a, (b, c)) = ...</c>.</summary>
    private static bool IsDeconstructed(TupleExpressionSyntax tuple) => tuple.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == tuple,
        ForEachVariableStatementSyntax each => each.Variable == tuple,
        ArgumentSyntax { Parent: TupleExpressionSyntax around } => IsDeconstructed(around),
        _ => false,
    };
}
