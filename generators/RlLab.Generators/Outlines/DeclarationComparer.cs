using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Outlines;

/// <summary>Takes two compilations for equal whose files differ in the bodies of methods alone.</summary>
internal sealed class DeclarationComparer : IEqualityComparer<Compilation>
{
    public static readonly DeclarationComparer Instance = new();

    public bool Equals(Compilation x, Compilation y) =>
        x == y
        || (x.AssemblyName == y.AssemblyName
            && x.Options.Equals(y.Options)
            && x.References.SequenceEqual(y.References)
            && x.SyntaxTrees.Count() == y.SyntaxTrees.Count()
            && x.SyntaxTrees.Zip(y.SyntaxTrees, DeclareTheSame).All(same => same));

    public int GetHashCode(Compilation compilation) => compilation.AssemblyName?.GetHashCode() ?? 0;

    private static bool DeclareTheSame(SyntaxTree x, SyntaxTree y) =>
        x == y || (x.FilePath == y.FilePath && x.Options.Equals(y.Options) && Outline.Of(x).Text == Outline.Of(y).Text);
}
