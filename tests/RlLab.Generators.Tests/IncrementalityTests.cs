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
        Reasons(result, TrackingNames.Experiments).Should().BeEquivalentTo([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached]);
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

    /// <summary>A file in which whatever the generator reads stands beside whatever it does not.</summary>
    private const string Whole = """
        [RlLab.Experiment("whole"), RlLab.Sweep(Objective = "return"), RlLab.Sweep("wide", Objective = "return")]
        [RlLab.Constraint(nameof(Fits)), RlLab.Budget(Runs = 3)]
        partial class Whole : Common
        {
            private static readonly Func<int> Lazy = () => { return 10; };
            public Whole() { Wait(20); }
            private bool Fits => 30 > 1;
            private int Ready { get => 40; set { Wait(50); } }
            public override Task Train(RlLab.IRun run) => Task.Delay(Wait(60));

            private static int Wait(int time)
            {
                return time + 70;
            }

            /// <summary>How to explore.</summary>
            [RlLab.Choice] public Exploration Exploration { get; init; } = new Exploration.Random(0.25);
            [RlLab.Uniform(0, 1)] public int Wrong { get; init; } = 1;
        }
        """;

    private const string Inherited = """
        public abstract class Common : RlLab.IExperiment
        {
            public double Decay { get; init; } = 0.5;
            public abstract Task Train(RlLab.IRun run);
            protected void Nothing() { }
        }

        public abstract record Exploration
        {
            public sealed record None : Exploration;
            public sealed record Random([property: RlLab.Uniform(0, 1)] double Share = 0.5) : Exploration;
        }
        """;

    [Theory]
    [InlineData("10", "11")]
    [InlineData("20", "21")]
    [InlineData("30", "300")]
    [InlineData("40", "41")]
    [InlineData("50", "5_000")]
    [InlineData("60", "61")]
    [InlineData("60", "run.")]
    [InlineData("return time + 70;", "return time + 71;")]
    [InlineData("return time + 70;", "\n\n        // Not yet.\n        return 1;")]
    [InlineData("return time + 70;", "var half = ")]
    [InlineData("return time + 70;", "")]
    public void Reads_nothing_again_for_an_edit_in_the_body_of_a_method(string from, string to)
    {
        var sources = Whole.Replace("public int Wrong", "private int Right").Replace("[RlLab.Uniform(0, 1)] private", "private");

        var result = Edit(sources, sources.Replace(from, to), Inherited, Source);

        foreach (var step in (string[])[TrackingNames.Candidates, TrackingNames.Libraries, TrackingNames.Catalogue, TrackingNames.Sizes])
        {
            Reasons(result, step).Should().OnlyContain(reason => reason == IncrementalStepRunReason.Cached, "{0} depends on no body", step);
        }

        result.GeneratedSources.Should().Contain(s => s.HintName == "Experiment.whole.g.cs");
        PipelineAssertions.AssertAllCached(result);
        PipelineAssertions.AssertOutputsCached(result);
    }

    [Theory]
    [InlineData(Whole, "10", "1_000")]
    [InlineData(Whole, "return time + 70;", "\n\n        // Not yet.\n        return 1;")]
    [InlineData(Whole, "time + 70;", "time + 70; /*")]
    [InlineData(Whole, "time + 70;", "time + 70; {")]
    [InlineData(Whole, "time + 70;", "time + 70; }")]
    [InlineData(Whole, "time + 70;", "time + 70;\n#if NEVER\n")]
    [InlineData(Whole, "time + 70;", "time + 70;\n#nullable disable\n")]
    [InlineData(Whole, "=> Task.Delay(Wait(60));", ";")]
    [InlineData(Whole, "bool Fits => 30 > 1", "int Fits => 30")]
    [InlineData(Whole, "How to explore", "Whether to explore")]
    [InlineData(Whole, "nameof(Fits)", "nameof(Wait)")]
    [InlineData(Whole, "Random(0.25)", "Random(2)")]
    [InlineData(Whole, "int Wrong", "double Wrong")]
    [InlineData(Whole, "\"whole\"", "\"lab\"")]
    [InlineData(Inherited, "0.5;", "0.25;")]
    [InlineData(Inherited, "Decay {", "Growth {")]
    [InlineData(Inherited, "public double Decay", "[RlLab.LogUniform(0, 1)] public double Decay")]
    [InlineData(Inherited, "record None : Exploration;", "record None : Exploration { public int Depth { get; init; } = 2; }")]
    [InlineData(Inherited, "public sealed record None : Exploration;", "")]
    [InlineData(Inherited, "{ }", "{ Nothing(); }\n")]
    [InlineData(Source, "RlLab.Experiment(", "Named(")]
    [InlineData(Source, "[RlLab.Experiment(\"lab\")]", "")]
    public void Comes_after_an_edit_to_what_it_comes_to_without_a_memory(string file, string from, string to)
    {
        string[] sources = [Whole, Inherited, Source, Unrelated, "global using Named = RlLab.ExperimentAttribute; global using System;"];
        SyntaxTree[] trees = [.. sources.Select((source, i) => Compiler.Parse(source, $"File{i}.cs"))];
        var compilation = Compiler.Compile(trees);
        var (driver, _) = GeneratorRun.Start(compilation);
        var edited = trees[Array.IndexOf(sources, file)];
        edited.ToString().Should().Contain(from);

        // Two keys, the second of which finds what the first left.
        foreach (var text in (string[])[edited.ToString().Replace(from, to), edited.ToString().Replace(from, to) + "\n"])
        {
            var next = Compiler.Parse(text, edited.FilePath);
            compilation = (CSharpCompilation)compilation.ReplaceSyntaxTree(edited, next);
            edited = next;
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);

            Told(driver.GetRunResult()).Should().Equal(Told(GeneratorRun.Start(compilation).Run.Result));
        }
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

    /// <summary>All that a run wrote and said, and where.</summary>
    private static IEnumerable<string> Told(GeneratorDriverRunResult result) =>
        [.. result.GeneratedTrees.Select(tree => tree.ToString()), .. result.Diagnostics.Select(diagnostic => diagnostic.ToString())];

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
