using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RlLab.Generators.Tests.Support;

/// <summary>Compiles sources as a project with RlLab.Abstractions would.</summary>
public static class Compiler
{
    private static readonly MetadataReference[] Framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard.dll"))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    private static readonly MetadataReference RlLab = MetadataReference.CreateFromFile(typeof(IExperiment).Assembly.Location);

    /// <summary>What a project's implicit usings bring of what an experiment needs.</summary>
    private static readonly SyntaxTree Usings = Parse("global using System.Threading.Tasks;", "GlobalUsings.g.cs");

    public static CSharpParseOptions ParseOptions(DocumentationMode documentation = DocumentationMode.Diagnose) =>
        new(LanguageVersion.Latest, documentation);

    public static SyntaxTree Parse(string source, string path, DocumentationMode documentation = DocumentationMode.Diagnose) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions(documentation), path, System.Text.Encoding.UTF8);

    public static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees, bool withRlLab = true) => CSharpCompilation.Create(
        "Lab",
        [.. trees, Usings],
        withRlLab ? [.. Framework, RlLab] : Framework,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
