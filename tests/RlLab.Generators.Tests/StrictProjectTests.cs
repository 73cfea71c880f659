using Microsoft.CodeAnalysis;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>
/// What is generated gives no error and no warning, whatever the user's declarations are marked with and however strict the project is.
/// </summary>
public class StrictProjectTests
{
    private const string Obsolete = """[System.Obsolete("", error: true)]""";
    private const string ObsoleteWithId = """[System.Obsolete("", false, DiagnosticId = "OLD1")]""";
    private const string Experimental = """[System.Diagnostics.CodeAnalysis.Experimental("NEW1")]""";

    public static TheoryData<string> Marks => [Obsolete, ObsoleteWithId, Experimental, "[System.Obsolete]"];

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_hyperparameter_is_set(string mark) => Verify($$"""
        [RlLab.Experiment("lab")] public partial class Lab : RlLab.IExperiment
        {
            {{mark}} [RlLab.Uniform(0, 1)] public double Value { get; init; } = 0.5;
            {{Train}}
        }
        """);

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_hyperparameter_of_a_compiled_base_class_is_read_and_set(string mark)
    {
        var library = Library.Of("Lib", $$"""
            public abstract class Base { protected void Log(RlLab.IRun run) { } {{mark}} public double Value { get; init; } = 0.5; }
            """);
        var source = $$"""[RlLab.Experiment("lab")] public partial class Lab : Base, RlLab.IExperiment { {{Train}} }""";

        Verify(GeneratorRun.Of(Compiler.Compile("Program", source, library.Reference)));
    }

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_enum_is_set(string mark) => Verify($$"""
        {{mark}} public enum Kind { First, Second }

        [RlLab.Experiment("lab")] public partial class Lab : RlLab.IExperiment
        {
            #pragma warning disable
            {{(mark == Experimental ? "" : mark)}} public Kind Value { get; init; } = default;
            {{Train}}
        }
        """);

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_member_of_an_enum_is_set(string mark) => Verify($$"""
        public enum Kind { First, {{mark}} Second }

        [RlLab.Experiment("lab")] public partial class Lab : RlLab.IExperiment
        {
            public Kind Value { get; init; } = Kind.First;
            {{Train}}
        }
        """);

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_setter_is_called(string mark) => Verify($$"""
        [RlLab.Experiment("lab")] public partial class Lab : RlLab.IExperiment
        {
            public double Value { get; {{mark}} init; } = 0.5;
            {{Train}}
        }
        """);

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_experiment_is_listed(string mark) => Verify($$"""
        [RlLab.Experiment("lab")] {{mark}} public partial class Lab : RlLab.IExperiment { public double Value { get; init; } = 0.5; {{Train}} }

        {{mark}} public partial class Around
        {
            [RlLab.Experiment("nested")] public partial class Lab : RlLab.IExperiment { {{Train}} }
        }
        """);

    [Theory, MemberData(nameof(Marks))]
    public void A_marked_constructor_is_called(string mark) => Verify($$"""
        [RlLab.Experiment("lab")] public partial class Lab : RlLab.IExperiment { {{mark}} public Lab() { } {{Train}} }
        """);

    [Theory]
    [InlineData("#nullable disable\n", "public string Value { get; init; } = \"a\";")]
    [InlineData("#nullable enable\n", "public required string? Value { get; init; } = \"a\";")]
    [InlineData("", "public int @class { get; init; } = 1; public int @event { get; init; } = 1; public int @default { get; init; } = 1;")]
    [InlineData("", "public int values { get; init; } = 1; public int instance { get; init; } = 1; public int option { get; init; } = 1;")]
    [InlineData(
        "",
        "public int field { get; init; } = 1; public int value { get; init; } = 1; public int var { get; init; } = 1; "
        + "public int _ { get; init; } = 1;")]
    [InlineData(
        "",
        "public int await { get; init; } = 1; public int global { get; init; } = 1; public int record { get; init; } = 1; "
        + "public int nameof { get; init; } = 1;")]
    [InlineData("", "public class System; public class RlLab; public class Lazy; public int ParameterValue { get; init; } = 1;")]
    [InlineData("", "public enum lower { @in, @out } public lower Value { get; init; } = lower.@in;")]
    [InlineData("", "public int Über { get; init; } = 1; public int \u0061bc { get; init; } = 1;")]
    public void Odd_names_and_contexts_are_no_obstacle(string directive, string members) => Verify($$"""
        {{directive}}
        #pragma warning disable CS8981
        namespace @namespace.odd;

        public static partial class @static
        {
            [global::RlLab.Experiment("lab")] public partial class lab : global::RlLab.IExperiment
            {
                {{members}}
                public global::System.Threading.Tasks.Task Train(global::RlLab.IRun run) => global::System.Threading.Tasks.Task.CompletedTask;
            }
        }
        """);

    private const string Train = "public Task Train(RlLab.IRun run) => Task.CompletedTask;";

    private static void Verify(string source) => Verify(GeneratorRun.Of(source));

    /// <summary>With every warning an error, documentation wanted, and assemblies for every language.</summary>
    private static void Verify(GeneratorRun run)
    {
        run.Problems.Should().BeEmpty();
        var strict = run.Compilation.WithOptions(run.Compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        strict.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity > DiagnosticSeverity.Info && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true)
            .Should().BeEmpty();
        strict.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.DefaultSeverity == DiagnosticSeverity.Error).Should().BeEmpty();
    }
}
