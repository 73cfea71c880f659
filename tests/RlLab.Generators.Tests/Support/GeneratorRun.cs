using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RlLab.Generators.Checkpoints;

namespace RlLab.Generators.Tests.Support;

/// <summary>What the generator made of some sources. Every run is repeated, and the repetition must come from the cache.</summary>
public sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriverRunResult result, Compilation compilation) => (Result, Compilation) = (result, compilation);

    public GeneratorDriverRunResult Result { get; }

    /// <summary>The sources together with what was generated.</summary>
    public Compilation Compilation { get; }

    /// <summary>What is wrong with the sources; how much a sweep runs is not.</summary>
    public IReadOnlyList<Diagnostic> Problems => [.. Result.Diagnostics.Where(d => d.Severity > DiagnosticSeverity.Info)];

    public IReadOnlyList<string> Files => [.. Result.Results[0].GeneratedSources.Select(s => s.HintName)];

    public string this[string hintName] => Result.Results[0].GeneratedSources.Single(s => s.HintName == hintName).SourceText.ToString();

    public static GeneratorRun Of(params string[] sources) => Of(DocumentationMode.Diagnose, sources);

    public static GeneratorRun Of(DocumentationMode documentation, params string[] sources) =>
        Of(Compiler.Compile(sources.Select((source, i) => Compiler.Parse(source, $"File{i}.cs", documentation))));

    /// <summary>What is written for the checkpointed classes of some sources.</summary>
    public static GeneratorRun OfCheckpoints(params string[] sources) =>
        Of(Compiler.Compile(sources.Select((source, i) => Compiler.Parse(source, $"File{i}.cs"))), new CheckpointGenerator());

    public static GeneratorRun Of(CSharpCompilation compilation, IIncrementalGenerator? generator = null)
    {
        var (driver, run) = Start(compilation, generator);
        var second = driver.RunGenerators(compilation.Clone());
        PipelineAssertions.AssertAllCached(second.GetRunResult().Results[0]);
        PipelineAssertions.AssertHoldsNoCompilerObjects(second.GetRunResult().Results[0]);
        return run;
    }

    /// <summary>Runs the generator once and keeps its driver, for tests of what the next run reuses.</summary>
    public static (GeneratorDriver Driver, GeneratorRun Run) Start(
        CSharpCompilation compilation, IIncrementalGenerator? generator = null, params ImmutableArray<AdditionalText> files)
    {
        var driver = CSharpGeneratorDriver.Create(
            [(generator ?? new ExperimentGenerator()).AsSourceGenerator()],
            files,
            parseOptions: (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var ran = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = ran.GetRunResult();
        result.Results[0].Exception.Should().BeNull();
        return (ran, new GeneratorRun(result, output));
    }
}
