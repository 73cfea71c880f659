using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Parsing;

/// <summary>One semantic model for each file of a compilation: each remembers what it has bound, which a new one would bind again.</summary>
internal static class SemanticModels
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> Models = new();

    public static SemanticModel ModelOf(this Compilation compilation, SyntaxTree tree) =>
        Models.GetOrCreateValue(compilation).GetOrAdd(tree, key => compilation.GetSemanticModel(key));
}
