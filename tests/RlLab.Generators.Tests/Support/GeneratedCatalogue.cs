using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Tests.Support;

/// <summary>Compiles sources with what the generator made of them, loads the assembly and hands out its catalogue.</summary>
public static class GeneratedCatalogue
{
    /// <summary>The catalogue's experiments; nothing may be wrong with the sources, and no warning with what was generated.</summary>
    public static IReadOnlyList<ExperimentDescriptor> Of(params string[] sources) => Of(GeneratorRun.Of(sources));

    /// <summary>The experiment of sources that declare just one.</summary>
    public static ExperimentDescriptor Single(params string[] sources) => Of(sources).Should().ContainSingle().Subject;

    /// <summary>The catalogue of a program, in which the given libraries are found.</summary>
    public static IReadOnlyList<ExperimentDescriptor> Of(GeneratorRun run, params IEnumerable<Library> libraries)
    {
        run.Problems.Should().BeEmpty();
        var context = new AssemblyLoadContext(null, isCollectible: true);
        foreach (var library in libraries)
        {
            context.LoadFromStream(new MemoryStream(library.Image));
        }

        var assembly = context.LoadFromStream(new MemoryStream(Emit(run.Compilation)));
        var catalogue = assembly.GetType("RlLab.Generated.ExperimentCatalogue", throwOnError: true)!;
        return (IReadOnlyList<ExperimentDescriptor>)catalogue.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }

    /// <summary>The compiled assembly; no error may be in it, and no warning in what was generated.</summary>
    public static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        compilation.Emit(image).Diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error || (d.Severity == DiagnosticSeverity.Warning && IsGenerated(d)))
            .Should().BeEmpty();
        return image.ToArray();
    }

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
