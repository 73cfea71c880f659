using Microsoft.CodeAnalysis;

namespace RlLab.Generators.Tests.Support;

/// <summary>An assembly that a program references, as a file: without its source.</summary>
public sealed record Library(string Name, byte[] Image)
{
    public MetadataReference Reference => MetadataReference.CreateFromImage(Image);

    /// <summary>Compiles a library with what the generator makes of it.</summary>
    public static Library Of(string name, string source, params IEnumerable<MetadataReference> references) =>
        new(name, GeneratedCatalogue.Emit(GeneratorRun.Of(Compiler.Compile(name, source, references)).Compilation));
}
