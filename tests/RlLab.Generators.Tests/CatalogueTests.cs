using Microsoft.CodeAnalysis;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Where an experiment may stand, and what the catalogue makes of it.</summary>
public class CatalogueTests
{
    private const string Body = ": RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }";

    [Fact]
    public void Is_empty_without_experiments() => GeneratedCatalogue.Of("class Nothing;").Should().BeEmpty();

    [Fact]
    public void Is_not_written_where_RlLab_is_not_referenced() =>
        GeneratorRun.Of(Compiler.Compile([Compiler.Parse("class Nothing;", "File0.cs")], withRlLab: false)).Files.Should().BeEmpty();

    [Fact]
    public void Sorts_by_name_whatever_the_order_of_files() => GeneratedCatalogue.Of(
            $"""[RlLab.Experiment("lab-b")] partial class A {Body}""",
            $"""[RlLab.Experiment("lab")] partial class B {Body}""",
            $"""[RlLab.Experiment("lab-10")] partial class C {Body}""")
        .Select(e => e.Name).Should().Equal("lab", "lab-10", "lab-b");

    [Theory]
    [InlineData("namespace A.B.@class;", "[RlLab.Experiment(\"lab\")] partial class Lab", "")]
    [InlineData("namespace A { namespace B {", "[RlLab.Experiment(\"lab\")] internal sealed partial class @event", "}}")]
    [InlineData("namespace RlLab.Inner;", "[RlLab.Experiment(\"lab\")] public partial record Lab", "")]
    [InlineData("namespace Lab.RlLab.global;", "[global::RlLab.Experiment(\"lab\")] partial class Lab", "")]
    [InlineData(
        "partial class Around { internal partial record struct Within { public partial interface @in {",
        "[RlLab.Experiment(\"lab\")] public partial class Lab",
        "}}}")]
    [InlineData(
        "namespace Lab { class System { } class RlLab { } class ParameterValue { }", "[global::RlLab.Experiment(\"lab\")] partial class Lab", "}")]
    public void Finds_an_experiment_wherever_it_stands(string before, string declaration, string after)
    {
        var source = $$"""
            {{before}} {{declaration}} : global::RlLab.IExperiment
            {
                public enum Kind { @in, Out }
                public Kind @out { get; init; } = Kind.Out;
                public int values { get; init; } = 3;
                public Task Train(global::RlLab.IRun run) => Task.CompletedTask;
            } {{after}}
            """;

        var experiment = GeneratedCatalogue.Single(source);

        var instance = experiment.Create(experiment.Defaults);
        instance.GetType().GetProperty("values")!.GetValue(instance).Should().Be(3);
        instance.GetType().GetProperty("out")!.GetValue(instance)!.ToString().Should().Be("Out");
    }

    [Fact]
    public void Reads_a_class_in_several_files() => GeneratedCatalogue.Single(
            """[RlLab.Experiment("lab")] partial class Lab { public int First { get; init; } = 1; }""",
            """
            partial class Lab : RlLab.IExperiment
            {
                public int Second { get; init; } = 2;
                public Task Train(RlLab.IRun run) => Task.CompletedTask;
            }
            """)
        .Parameters.Select(p => p.Name).Should().Equal("First", "Second");

    [Fact]
    public void Lets_an_experiment_derive_from_another()
    {
        var experiments = GeneratedCatalogue.Of("""
            [RlLab.Experiment("base")] partial class Base : RlLab.IExperiment
            {
                public int Width { get; init; } = 1;
                public Task Train(RlLab.IRun run) => Task.CompletedTask;
            }

            [RlLab.Experiment("derived")] partial class Derived : Base
            {
                public int Depth { get; init; } = 2;
            }
            """);

        experiments.Select(e => string.Join(' ', e.Parameters.Select(p => p.Name))).Should().Equal("Width", "Width Depth");
        experiments.Select(e => e.Create(e.Defaults).GetType().Name).Should().Equal("Base", "Derived");
    }

    [Fact]
    public void Accepts_a_private_constructor_and_one_whose_arguments_are_optional() => GeneratedCatalogue.Of(
            $$"""[RlLab.Experiment("lab")] partial class A {{Body[..^1]}} private A() { } }""",
            """
            [RlLab.Experiment("other")]
            partial class B(int width = 3) : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.Delay(width); }
            """)
        .Select(e => e.Create(e.Defaults)).Should().HaveCount(2);

    [Fact]
    public void Accepts_a_required_hyperparameter_that_has_a_default() => GeneratedCatalogue.Single(
            """
            [RlLab.Experiment("lab")]
            public partial class Lab : RlLab.IExperiment
            {
                public required int Width { get; init; } = 3;
                public Task Train(RlLab.IRun run) => Task.CompletedTask;
            }
            """)
        .Defaults.ToString().Should().Be("Width=3");

    [Fact]
    public void Accepts_a_step_that_rounding_makes_a_little_too_wide() => GeneratedCatalogue.Single(
            """
            [RlLab.Experiment("lab")]
            public partial class Lab : RlLab.IExperiment
            {
                [RlLab.Uniform(0.1, 0.3, Step = 0.2)]
                public double Value { get; init; } = 0.1;
                public Task Train(RlLab.IRun run) => Task.CompletedTask;
            }
            """)
        .Parameters[0].Domain!.Grid.Should().HaveCount(2);

    [Fact]
    public void Writes_the_same_text_each_time_into_files_named_after_the_experiments()
    {
        string[] sources = [$"""[RlLab.Experiment("lab-b")] partial class A {Body}""", $"""[RlLab.Experiment("lab-a")] partial class B {Body}"""];

        var first = GeneratorRun.Of(sources);
        var second = GeneratorRun.Of([.. sources.Reverse()]);

        first.Files.Should().Equal("Experiment.lab-a.g.cs", "Experiment.lab-b.g.cs", "ExperimentCatalogue.g.cs");
        second.Files.Should().Equal(first.Files);
        second.Files.Should().OnlyContain(file => second[file] == first[file] && !first[file].Contains('\r'));
    }
}
