using Microsoft.CodeAnalysis;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Experiments and base classes that lie in referenced assemblies.</summary>
public class LibraryTests
{
    /// <summary>A program with an experiment whose name one of its libraries has too.</summary>
    public const string SharedName = """
        [RlLab.Experiment({|RLLAB111:"lab"|})]
        partial class Lab : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
        """;

    [Fact]
    public void A_program_without_experiments_lists_those_of_its_library() =>
        Names("class Program;", Library.Of("My.Lab", Experiments("lab-b", "lab-a"))).Should().Equal("lab-a", "lab-b");

    [Fact]
    public void A_program_lists_its_own_and_those_of_all_its_libraries_by_name() => Names(
            Experiments("c", "a"), Library.Of("My.Lab", Experiments("d")), Library.Of("My_Lab", Experiments("b")),
            Library.Of("1st-lab!", Experiments("e")))
        .Should().Equal("a", "b", "c", "d", "e");

    [Fact]
    public void Libraries_whose_names_differ_in_punctuation_alone_have_lists_of_different_names()
    {
        string[] assemblies = ["My.Lab", "My-Lab", "My_Lab", "My Lab", "MyLab", "My._Lab", "My_.Lab", "My.-Lab"];
        var libraries = assemblies.Select((assembly, i) => Library.Of(assembly, Experiments($"lab-{i}"))).ToArray();

        Names("class Program;", libraries).Should().Equal(assemblies.Select((_, i) => $"lab-{i}"));
    }

    [Fact]
    public void A_library_between_adds_its_own_and_repeats_nothing()
    {
        var below = Library.Of("Below", Experiments("below"));
        var between = Library.Of("Between", Experiments("between"), below.Reference);

        Names(Experiments("own"), below, between).Should().Equal("below", "between", "own");
    }

    [Fact]
    public void A_library_without_experiments_adds_none() =>
        Names(
            Experiments("own"),
            Library.Of("Empty", "public abstract class Base : RlLab.IExperiment { public abstract Task Train(RlLab.IRun run); }"))
            .Should().Equal("own");

    [Fact]
    public void A_library_that_makes_a_friend_of_the_program_does_not_get_in_its_way()
    {
        const string Friend = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Program\")] ";
        var libraries = new[] { Library.Of("First", Friend + Experiments("first")), Library.Of("Second", Friend + Experiments("second")) };

        var run = Run("class Uses { object All => RlLab.Generated.ExperimentCatalogue.All; }", libraries);

        run.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity > DiagnosticSeverity.Hidden).Should().BeEmpty();
        GeneratedCatalogue.Of(run, libraries).Select(e => e.Name).Should().Equal("first", "second");
    }

    [Fact]
    public void A_library_is_found_under_an_alias()
    {
        var library = Library.Of("Lib", Experiments("lab"));

        var run = GeneratorRun.Of(Compiler.Compile("Program", "class Program;", library.Reference.WithAliases(["event"])));

        GeneratedCatalogue.Of(run, library).Select(e => e.Name).Should().Equal("lab");
    }

    [Fact]
    public void An_internal_experiment_of_a_library_can_be_made()
    {
        var library = Library.Of("Lib", Experiments("lab"));

        var experiment = GeneratedCatalogue.Of(Run("class Program;", library), library).Single();

        experiment.Create(experiment.Defaults).Should().NotBeNull();
    }

    [Fact]
    public void A_name_that_a_library_has_too_is_told_with_both_assemblies()
    {
        var (source, expected) = Markup.Parse(SharedName);

        var diagnostic = Run(source, Library.Of("My.Lab", Experiments("lab"))).Result.Diagnostics.Should().ContainSingle().Subject;

        diagnostic.Location.SourceSpan.Start.Should().Be(expected.Single().Start);
        diagnostic.Id.Should().Be("RLLAB111");
        diagnostic.GetMessage().Should().StartWith("'lab' names an experiment of 'Program' and one of 'My.Lab'");
    }

    [Fact]
    public void A_name_that_two_libraries_have_is_told_with_both_assemblies()
    {
        var run = Run("class Program;", Library.Of("First", Experiments("lab", "first")), Library.Of("Second", Experiments("lab", "second")));

        var diagnostic = run.Result.Diagnostics.Should().ContainSingle().Subject;
        diagnostic.Severity.Should().Be(DiagnosticSeverity.Error);
        diagnostic.GetMessage().Should().StartWith("'lab' names an experiment of 'First' and one of 'Second'");
    }

    [Fact]
    public void A_compiled_base_class_gives_its_hyperparameters_and_their_defaults()
    {
        var library = Library.Of("Lib", """
            namespace Lib;

            public enum Mode { Off, On, AlsoOn = On }

            public abstract class Base<T> : RlLab.IExperiment
            {
                [RlLab.LogUniform(1e-4, 1e-1)] public double Rate { get; init; } = System.Math.Sqrt(1e-4);
                [RlLab.Uniform(0, 1)] public virtual float Decay { get; init; } = 0.1f;
                public int Width { get; init; } = 32;
                public long Steps { get; set; } = long.MaxValue;
                public bool Double { get; init; } = true;
                public string Name { get; init; } = "a\"b";
                public Mode Mode { get; init; } = Mode.AlsoOn;
                public T? Tag { get; init; }
                public object? Anything { get; set; }
                public int Private { get; private set; }
                public static int Shared { get; set; }
                public abstract Task Train(RlLab.IRun run);
            }
            """);
        var run = Run("""
            [RlLab.Experiment("lab"), RlLab.Sweep(Objective = "return")]
            partial class Lab : Lib.Base<decimal>
            {
                public override float Decay { get; init; } = 0.2f;
                public required int Depth { get; init; } = 2;
                public override Task Train(RlLab.IRun run) => Task.CompletedTask;
            }
            """, library);

        var experiment = GeneratedCatalogue.Of(run, library).Single();

        experiment.Defaults.ToString().Should().Be(
            "Rate=0.01 Decay=0.2 Width=32 Steps=9223372036854775807 Double=true Name=a\"b Mode=On Depth=2");
        experiment.Parameters.Select(p => p.Domain).OfType<Domain>().Should().Equal(new LogUniformDomain(1e-4, 1e-1), new UniformDomain(0, 1));
        var width = new ParameterSet([KeyValuePair.Create("Width", ParameterValue.Integer(7))]).Over(experiment.Defaults);
        ((int)((dynamic)experiment.Create(width)).Width).Should().Be(7);
    }

    [Theory]
    [InlineData("public double Rate { get; init; } = double.NaN;", "*'Rate'*'NaN'*")]
    [InlineData("public string Name { get; init; } = null!;", "*'Name'*")]
    [InlineData("public System.DayOfWeek Day { get; init; } = (System.DayOfWeek)9;", "*'Day'*'9'*")]
    public void A_compiled_default_that_nobody_could_set_is_told_when_it_is_read(string property, string message)
    {
        var library = Base(property);
        var run = Run(Derived(), library);

        FluentActions.Invoking(() => GeneratedCatalogue.Of(run, library)).Should().Throw<Exception>()
            .Which.InnerException.Should().BeOfType<ArgumentException>().Which.Message.Should().Match(message);
    }

    [Fact]
    public void A_base_class_that_knows_nothing_of_RlLab_has_no_hyperparameters()
    {
        var compilation = Compiler.Compile("Lib", "public class Base { public string? Name { get; set; } public int Width { get; set; } = 3; }");
        var library = new Library("Lib", GeneratedCatalogue.Emit(compilation));

        GeneratedCatalogue.Of(Run(Derived(), library), library).Single().Parameters.Should().BeEmpty();
    }

    [Theory]
    [InlineData("[RlLab.Uniform(0, 1)] public decimal Value { get; init; }", "RLLAB201")]
    [InlineData("[RlLab.Uniform(0, 1), RlLab.Choice(0.5)] public double Value { get; init; }", "RLLAB206")]
    [InlineData("public required int Value { get; init; } = 3;", "RLLAB103")]
    [InlineData("public int Width { get; init; } = 3;", "RLLAB209")]
    [InlineData("public int Train { get; init; } = 3;", "RLLAB208")]
    public void What_is_wrong_in_a_compiled_base_class_is_told_at_the_experiment(string property, string id)
    {
        var diagnostic = Run(Derived("public int width { get; init; } = 1;"), Base(property)).Result.Diagnostics.Should().ContainSingle().Subject;

        diagnostic.Id.Should().Be(id);
        diagnostic.Location.GetLineSpan().Path.Should().Be("Program.cs");
    }

    [Fact]
    public void A_project_that_is_referenced_as_source_is_read_like_its_file()
    {
        var library = Compiler.Compile("Lib", """
            public abstract class Base : RlLab.IExperiment
            {
                [RlLab.Uniform(0, 1)] public double Rate { get; init; } = 0.25;
                public decimal Ignored { get; init; } = 3;
                public abstract Task Train(RlLab.IRun run);
            }
            """);
        var image = new Library("Lib", GeneratedCatalogue.Emit(GeneratorRun.Of(library).Compilation));
        const string Program = """
            [RlLab.Experiment("lab")]
            partial class Derived : Base { public override Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """;

        var asSource = GeneratorRun.Of(Compiler.Compile("Program", Program, library.ToMetadataReference()));

        asSource["Experiment.lab.g.cs"].Should().Be(Run(Program, image)["Experiment.lab.g.cs"]);
        GeneratedCatalogue.Of(Run(Program, image), image).Single().Defaults.ToString().Should().Be("Rate=0.25");
    }

    /// <summary>A library with a base class for experiments.</summary>
    private static Library Base(string members) =>
        Library.Of("Lib", $$"""public abstract class Base { protected void Log(RlLab.IRun run) { } {{members}} }""");

    private static string Derived(string members = "") => $$"""
        [RlLab.Experiment("lab")]
        partial class Derived : Base, RlLab.IExperiment { {{members}} public Task Train(RlLab.IRun run) => Task.CompletedTask; }
        """;

    private static string Experiments(params string[] names) => string.Concat(names.Select((name, i) =>
        $$"""
        [RlLab.Experiment("{{name}}")]
        partial class Experiment{{i}} : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }

        """));

    private static GeneratorRun Run(string source, params IEnumerable<Library> libraries) =>
        GeneratorRun.Of(Compiler.Compile("Program", source, libraries.Select(library => library.Reference)));

    private static IEnumerable<string> Names(string source, params Library[] libraries) =>
        GeneratedCatalogue.Of(Run(source, libraries), libraries).Select(e => e.Name);
}
