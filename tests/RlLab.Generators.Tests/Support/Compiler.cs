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

    public static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees, bool withRlLab = true) =>
        Compile("Lab", trees, withRlLab ? [RlLab] : []);

    /// <summary>Compiles a project that references RlLab and other assemblies.</summary>
    public static CSharpCompilation Compile(string name, string source, params IEnumerable<MetadataReference> references) =>
        Compile(name, [Parse(source, $"{name}.cs")], [RlLab, .. references]);

    /// <summary>Compiles a project that uses torch.</summary>
    public static CSharpCompilation CompileWithTorch(string source) => Compile("Lab", [Parse(source, "File0.cs")], [RlLab, Torch.Reference]);

    private static CSharpCompilation Compile(string name, IEnumerable<SyntaxTree> trees, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
        name,
        [.. trees, Usings],
        [.. Framework, .. references],
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: int.MaxValue));
}
