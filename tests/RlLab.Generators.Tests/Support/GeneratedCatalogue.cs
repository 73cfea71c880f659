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

    public static IReadOnlyList<ExperimentDescriptor> Of(GeneratorRun run)
    {
        run.Result.Diagnostics.Should().BeEmpty();
        using var image = new MemoryStream();
        var emitted = run.Compilation.Emit(image);
        emitted.Diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error || (d.Severity == DiagnosticSeverity.Warning && IsGenerated(d)))
            .Should().BeEmpty();
        image.Position = 0;
        var assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
        var catalogue = assembly.GetType("RlLab.Generated.ExperimentCatalogue", throwOnError: true)!;
        return (IReadOnlyList<ExperimentDescriptor>)catalogue.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
    }

    private static bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
