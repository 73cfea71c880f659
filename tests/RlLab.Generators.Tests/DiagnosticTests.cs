using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RlLab.Generators.Diagnostics;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

public partial class DiagnosticTests
{
    public static TheoryData<string> Titles => [.. DiagnosticCases.All.Keys];

    public static TheoryData<string> AllTitles => [.. DiagnosticCases.All.Keys, .. AnalyzerCases.All.Keys, .. CheckpointCases.All.Keys];

    private static IReadOnlyList<DiagnosticDescriptor> Descriptors { get; } =
        [.. typeof(DiagnosticDescriptors).GetFields().Select(f => (DiagnosticDescriptor)f.GetValue(null)!)];

    [Theory, MemberData(nameof(AllTitles))]
    public async Task Reports_what_is_wrong_at_its_place(string title)
    {
        var reported = await DiagnosticVerifier.VerifyAsync(
            DiagnosticCases.All.Concat(AnalyzerCases.All).Concat(CheckpointCases.All).Single(c => c.Key == title).Value,
            TestContext.Current.CancellationToken);

        // A placeholder that is left over would mean that a message and its arguments have parted.
        reported.Select(d => d.GetMessage()).Where(message => Placeholder().IsMatch(message)).Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Titles))]
    public void Leaves_out_of_the_catalogue_what_is_wrong(string title)
    {
        var (source, expected) = Markup.Parse(DiagnosticCases.All[title]);
        var right = """
            [RlLab.Experiment("right")]
            public partial class RightOne : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """;

        var catalogue = GeneratorRun.Of(source, right)["ExperimentCatalogue.g.cs"];

        catalogue.Should().Contain("global::RightOne.Descriptor");
        var stays = expected.All(d => Descriptors.Single(known => known.Id == d.Id).DefaultSeverity < DiagnosticSeverity.Error);
        catalogue.Contains("Sample.Descriptor", StringComparison.Ordinal).Should().Be(stays);
    }

    [Fact]
    public void Tests_every_diagnostic() =>
        DiagnosticCases.All.Concat(AnalyzerCases.All).Concat(CheckpointCases.All).Select(c => c.Value).Append(LibraryTests.SharedName)
            .SelectMany(c => Markup.Parse(c).Expected).Select(d => d.Id).Distinct()
            .Should().BeEquivalentTo(Descriptors.Select(d => d.Id));

    [Fact]
    public void Explains_every_diagnostic_in_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var headings = Heading().Matches(readme).Select(m => (Id: m.Groups[1].Value, Title: m.Groups[2].Value.Trim()));

        headings.Should().Equal(Descriptors.Select(d => (d.Id, d.Title.ToString())));
    }

    [Fact]
    public void Says_nothing_of_what_the_compiler_says_itself()
    {
        var run = GeneratorRun.Of("""
            using RlLab;

            [Experiment("lab")]
            [Sweep]
            public partial class Sample : IExperiment
            {
                [Uniform("a", 1)] public double Number { get; init; } = 0.5;
                [Choice(Unknown)] public int Whole { get; init; } = "text";
                public Missing Other { get; init; } = 3;
                public int Undefined { get; init; } = Nowhere;
                public Task Train(IRun run) => Task.CompletedTask;
            }
            """);

        run.Problems.Should().BeEmpty();
        run.Files.Should().Equal("ExperimentCatalogue.g.cs");
        DiagnosticVerifier.CompilerErrors(run).Select(d => d.Id).Should().BeEquivalentTo(
            ["CS9035", "CS1503", "CS0103", "CS0103", "CS0029", "CS0246"]);
    }

    [Theory]
    [InlineData("public async void Train(RlLab.IRun run) => await Task.Yield();")]
    [InlineData("public void Train(RlLab.IRun run) { }")]
    public void Leaves_to_the_compiler_a_training_whose_end_nobody_could_wait_for(string train)
    {
        var run = GeneratorRun.Of($$"""[RlLab.Experiment("lab")] public partial class Sample : RlLab.IExperiment { {{train}} }""");

        run.Problems.Should().BeEmpty();
        DiagnosticVerifier.CompilerErrors(run).Should().ContainSingle().Which.Should().Match<Diagnostic>(
            error => error.Id == "CS0738" && error.GetMessage().Contains("Train(IRun)") && error.Location.GetLineSpan().Path == "File0.cs");
    }

    [Fact]
    public void Lets_a_grid_repeat_one_setting_over_its_seeds()
    {
        var run = GeneratorRun.Of(
            """
            [RlLab.Experiment("lab"), RlLab.Sweep(RlLab.Sampler.Grid, Objective = "return")]
            partial class Lab : RlLab.IExperiment { public int Width { get; init; } = 3; public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """);
        run.Problems.Should().BeEmpty();
    }

    [Fact]
    public void Suggests_a_name_of_the_right_form()
    {
        var run = GeneratorRun.Of("""
            [RlLab.Experiment("CartPole Reinforce_v2")]
            partial class Sample : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """);

        run.Result.Diagnostics.Should().ContainSingle().Which.GetMessage().Should().EndWith("('cart-pole-reinforce-v2', say)");
    }

    [Fact]
    public void Names_the_other_class_of_a_duplicate()
    {
        const string Source = """
            [RlLab.Experiment("lab")]
            partial class {0} : RlLab.IExperiment {{ public Task Train(RlLab.IRun run) => Task.CompletedTask; }}
            """;

        var run = GeneratorRun.Of(string.Format(Source, "First"), string.Format(Source, "Second"));

        run.Result.Diagnostics.Select(d => d.GetMessage()).Should().SatisfyRespectively(
            first => first.Should().Contain("'Second'"), second => second.Should().Contain("'First'"));
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^### (RLLAB\d+): (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
