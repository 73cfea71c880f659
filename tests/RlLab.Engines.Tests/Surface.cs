using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RlLab.Engines.Tests;

/// <summary>What a compiled program can name of an assembly: its visible types and members.</summary>
internal static class Surface
{
    /// <summary>
    /// Everything that binds a compiled use: names and types. What binds nothing, as a tuple's names and <c>params</c>, is left out.
    /// </summary>
    private static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>The assembly of a file, as the compiler reads it.</summary>
    public static IAssemblySymbol Read(string file)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var assembly = MetadataReference.CreateFromFile(file);
        var compilation = CSharpCompilation.Create("reader", [], [.. platform, assembly]);
        return (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(assembly)!;
    }

    /// <summary>Every visible type and member, by the id that documentation and analyzers name it with.</summary>
    public static IEnumerable<ISymbol> Symbols(IAssemblySymbol assembly) =>
        Types(assembly.GlobalNamespace).SelectMany(type => type.GetMembers().Where(IsNamed).Prepend(type));

    /// <summary>What binds a compiled use of a symbol.</summary>
    public static string Line(ISymbol symbol)
    {
        var modifiers = (symbol.IsStatic ? "static " : "")
            + (symbol.IsAbstract ? "abstract " : symbol.IsVirtual || symbol.IsOverride ? "virtual " : "");
        return $"{symbol.GetDocumentationCommentId()} {(symbol is ITypeSymbol ? "" : modifiers)}{symbol.ToDisplayString(Signature)}"
            .Replace("readonly ", "").Replace("params ", "");
    }

    private static bool IsNamed(ISymbol symbol) => IsVisible(symbol)
        && symbol is not (ITypeSymbol or IMethodSymbol
        {
            MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove,
        });

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => Types(space),
        INamedTypeSymbol type when IsVisible(type) => Types(type).Prepend(type),
        _ => [],
    });

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
