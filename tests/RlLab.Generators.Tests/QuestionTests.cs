using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>The question of a README becomes part of the descriptors of the experiments in its folder, and of no others.</summary>
public sealed class QuestionTests
{
    public static TheoryData<string, string> Readmes => new()
    {
        { "# lab\n\n## The question\n\nDoes it learn, and\nhow fast?\n\n## The command\n\nrun", "Does it learn, and\nhow fast?" },
        { "## The question\r\n\r\nDoes it?\r\n\r\nSoon?\r\n\r\n# Results\r\n", "Does it?\n\nSoon?" },
        { "## Question ##\nDoes it?\n### More\nSoon?", "Does it?\n### More\nSoon?" },
        { "## The question\n```\n# no heading\n```\n## The command", "```\n# no heading\n```" },
        {
            "## The question\nAs [here](../Other) and ![drawn](a.svg), by [Sutton](https://example.org).",
            "As here and drawn, by [Sutton](https://example.org)."
        },
        { "## The question\n\n## The command", "" },
        { "## The questions that remain\nWhich?", "" },
        { "What is the question?", "" },
        { "", "" },
    };

    [Theory, MemberData(nameof(Readmes))]
    public void The_section_of_the_question_is_taken_as_it_is(string readme, string question) =>
        Experiment(new Readme("/lab/one/README.md", readme)).Question.Should().Be(question);

    [Fact]
    public void Summary_and_question_stand_beside_each_other_once()
    {
        Experiment(new Readme("/lab/one/README.md", "## The question\nHow fast?")).Description.Should().Be("Does it learn?\n\nHow fast?");
        Experiment(new Readme("/lab/one/README.md", "## The question\nDoes it learn?")).Description.Should().Be("Does it learn?");
        Experiment().Description.Should().Be("Does it learn?");
    }

    [Theory]
    [InlineData("/lab/README.md")]
    [InlineData("/lab/one/more/README.md")]
    [InlineData("/lab/two/README.md")]
    [InlineData("/lab/one/NOTES.md")]
    public void A_file_of_another_folder_or_name_is_not_asked(string path) =>
        Experiment(new Readme(path, "## The question\nHow fast?")).Question.Should().BeEmpty();

    [Fact]
    public void Another_question_writes_the_experiments_of_its_folder_anew_and_another_result_none()
    {
        var (one, two) = (new Readme("/lab/one/README.md", "## The question\nHow fast?"), new Readme("/lab/two/README.md", "## The question\nWhy?"));
        var compilation = Compiler.Compile([Source("One", "/lab/one/One.cs"), Source("Two", "/lab/two/Two.cs")]);
        var (driver, _) = GeneratorRun.Start(compilation, files: [one, two]);

        Reasons(driver.ReplaceAdditionalText(one, new Readme(one.Path, one.Text + "\n## Results\nFast.")))
            .Should().OnlyContain(reason => reason == IncrementalStepRunReason.Unchanged || reason == IncrementalStepRunReason.Cached);
        Reasons(driver.ReplaceAdditionalText(one, new Readme(one.Path, one.Text + " How well?")))
            .Should().Equal(IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged);

        IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriver changed) =>
            changed.RunGenerators(compilation).GetRunResult().Results[0].TrackedSteps[TrackingNames.Experiments]
                .SelectMany(step => step.Outputs).Select(output => output.Reason);
    }

    private static ExperimentDescriptor Experiment(params AdditionalText[] files)
    {
        var (_, run) = GeneratorRun.Start(Compiler.Compile([Source("Sample", "/lab/one/Sample.cs")]), files: [.. files]);
        return GeneratedCatalogue.Of(run).Single();
    }

    private static SyntaxTree Source(string name, string path) => Compiler.Parse($$"""
        using RlLab;

        /// <summary>Does it learn?</summary>
        [Experiment("{{name.ToLowerInvariant()}}")]
        public partial class {{name}} : IExperiment
        {
            public Task Train(IRun run) => Task.CompletedTask;
        }
        """, path);

    private sealed class Readme(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public string Text => text;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
