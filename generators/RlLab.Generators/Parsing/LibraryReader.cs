using Microsoft.CodeAnalysis;
using RlLab.Generators.Models;

namespace RlLab.Generators.Parsing;

/// <summary>Finds the experiments of referenced assemblies, by the attribute that their catalogues put on them.</summary>
internal static class LibraryReader
{
    private const string Global = "global";

    /// <returns>Sorted by assembly.</returns>
    public static EquatableArray<LibraryModel> Read(Compilation compilation, CancellationToken cancellation)
    {
        var libraries = new List<LibraryModel>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellation.ThrowIfCancellationRequested();
            if (KnownTypes.IsUsedBy(assembly, compilation)
                && assembly.FindAttribute(KnownTypes.Library) is { } attribute
                && attribute.IsWellFormed()
                && attribute.ConstructorArguments[0].Value is INamedTypeSymbol catalogue)
            {
                libraries.Add(new LibraryModel(
                    assembly.Name,
                    Alias(compilation.GetMetadataReference(assembly)),
                    catalogue.ToDisplayString(DisplayFormats.Namespace),
                    attribute.ConstructorArguments[1].Values.Select(name => name.Value).OfType<string>().ToEquatableArray()));
            }
        }

        return libraries.OrderBy(library => library.Assembly, StringComparer.Ordinal).ToEquatableArray();
    }

    private static string Alias(MetadataReference? reference) =>
        reference is null || reference.Properties.Aliases.IsEmpty || reference.Properties.Aliases.Contains(Global)
            ? Global
            : reference.Properties.Aliases[0];
}
