using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>What is done again after an edit: the editor runs the generator on every key.</summary>
public class IncrementalityTests
{
    private const string Source = """
        [RlLab.Experiment("lab")]
        partial class Lab : RlLab.IExperiment
        {
            [RlLab.Uniform(0, 1)] public double Value { get; init; } = 0.5;
            public Task Train(RlLab.IRun run) => Task.CompletedTask;
        }
        """;

    private const string Other = """
        [RlLab.Experiment("other")]
        partial class Other : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
        """;

    private const string Unrelated = "class Unrelated { int X => 1; }";

    [Fact]
    public void Does_nothing_again_for_an_edit_elsewhere()
    {
        var result = Edit(Unrelated, "class Unrelated { int X => 2; string? Y; }");

        PipelineAssertions.AssertAllCached(result);
        PipelineAssertions.AssertOutputsCached(result);
    }

    [Theory]
    [InlineData("Train(RlLab.IRun run) => Task.CompletedTask;", "Train(RlLab.IRun run) { run.SetTag(\"a\", \"b\"); return Task.CompletedTask; }")]
    [InlineData("[RlLab.Experiment", "\n// moved down\n[RlLab.Experiment")]
    [InlineData("0.5", "1 / 2.0")]
    public void Writes_nothing_again_for_an_edit_that_changes_no_declaration(string from, string to) =>
        PipelineAssertions.AssertOutputsCached(Edit(Source, Source.Replace(from, to)));

    [Fact]
    public void Writes_only_the_experiment_that_changed()
    {
        var result = Edit(Source, Source.Replace("0.5", "0.25"));

        result.GeneratedSources.Single(s => s.HintName == "Experiment.lab.g.cs").SourceText.ToString().Should().Contain("Real(0.25)");
        Reasons(result, TrackingNames.Experiments).Should().BeEquivalentTo([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged]);
        result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs)
            .Should().ContainSingle(o => o.Reason == IncrementalStepRunReason.Modified);
        Reasons(result, TrackingNames.Catalogue).Should().Equal(IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void Writes_an_experiment_again_when_what_it_inherits_changes()
    {
        const string Base = """
            abstract class Base : RlLab.IExperiment { public double Decay { get; init; } = 0.5; public abstract Task Train(RlLab.IRun run); }
            """;
        const string Derived = """
            [RlLab.Experiment("derived")]
            partial class Derived : Base { public override Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """;

        var result = Edit(Base, Base.Replace("0.5", "0.25"), Derived, Source);

        result.GeneratedSources.Single(s => s.HintName == "Experiment.derived.g.cs").SourceText.ToString().Should().Contain("Real(0.25)");
        result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs)
            .Should().ContainSingle(o => o.Reason == IncrementalStepRunReason.Modified);
        PipelineAssertions.AssertOutputsCached(Edit(Base, Base.Replace("class Base", "\nclass Base").Replace("0.5", "1 / 2.0"), Derived, Source));
    }

    [Theory]
    [InlineData("return 1;", "return 2;")]
    [InlineData("return 1;", "\n\n        // Not yet.\n        return 1;")]
    public void Writes_and_tells_nothing_again_for_an_edit_in_the_body_of_a_method(string from, string to)
    {
        const string Whole = """
            [RlLab.Experiment("whole"), RlLab.Sweep(Objective = "return"), RlLab.Sweep("wide", Objective = "return")]
            [RlLab.Constraint(nameof(Fits)), RlLab.Budget(Runs = 3)]
            partial class Whole : RlLab.IExperiment
            {
                [RlLab.Choice] public Exploration Exploration { get; init; } = new Exploration.Random(0.25);
                private bool Fits => true;
                public Task Train(RlLab.IRun run) => Task.Delay(Wait());

                private static int Wait()
                {
                    return 1;
                }
            }

            public abstract record Exploration
            {
                public sealed record None : Exploration;
                public sealed record Random([property: RlLab.Uniform(0, 1)] double Share = 0.5) : Exploration;
            }
            """;

        var result = Edit(Whole, Whole.Replace(from, to));

        PipelineAssertions.AssertAllCached(result);
        PipelineAssertions.AssertOutputsCached(result);
    }

    [Fact]
    public void Writes_an_experiment_again_when_a_record_that_it_holds_changes()
    {
        const string Record = "public record Group { public int Width { get; init; } = 3; }";
        const string Holder = """
            [RlLab.Experiment("holder")]
            partial class Holder : RlLab.IExperiment
            {
                public Group Group { get; init; } = new();
                public Task Train(RlLab.IRun run) => Task.CompletedTask;
            }
            """;

        var result = Edit(Record, Record.Replace("3", "4"), Holder, Source);

        result.GeneratedSources.Single(s => s.HintName == "Experiment.holder.g.cs").SourceText.ToString().Should().Contain("Integer(4)");
        result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs)
            .Should().ContainSingle(o => o.Reason == IncrementalStepRunReason.Modified);
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);

    private static GeneratorRunResult Edit(string before, string after) => Edit(before, after, Source, Other, Unrelated);

    private static GeneratorRunResult Edit(string before, string after, params string[] sources)
    {
        SyntaxTree[] trees = [.. sources.Append(before).Distinct().Select((source, i) => Compiler.Parse(source, $"File{i}.cs"))];
        var compilation = Compiler.Compile(trees);
        var (driver, _) = GeneratorRun.Start(compilation);
        var edited = Array.FindIndex(trees, t => t.ToString() == before);

        var next = (CSharpCompilation)compilation.ReplaceSyntaxTree(trees[edited], Compiler.Parse(after, $"File{edited}.cs"));
        return driver.RunGenerators(next).GetRunResult().Results[0];
    }
}
