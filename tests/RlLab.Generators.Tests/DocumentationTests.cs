using Microsoft.CodeAnalysis;
using RlLab.Generators.Tests.Support;

namespace RlLab.Generators.Tests;

/// <summary>Summaries as plain text, whether or not the project generates documentation.</summary>
public class DocumentationTests
{
    public static TheoryData<string, string> Comments => new()
    {
        { "/// <summary>One line.</summary>", "One line." },
        { "/// <summary>\n    /// Two\n    ///   lines.\n    /// </summary>", "Two lines." },
        {
            "/// <summary>The <see cref=\"Width\"/> of <see cref=\"T:Lab.List{T}\"/> by <see cref=\"System.Math.Max(int, int)\"/>.</summary>",
            "The Width of List<T> by Max."
        },
        { "/// <summary><c>a &lt; b</c> &amp; <paramref name=\"c\"/>, not <see langword=\"null\"/>.</summary>", "a < b & c, not null." },
        {
            "/// <summary>See <see href=\"https://example.org\">the paper</see> or <see href=\"https://example.org\"/>.</summary>",
            "See the paper or https://example.org."
        },
        { "/// <summary>First.<para>Second.</para></summary>", "First. Second." },
        { "/** <summary>\n     *  A block * of\n     *  lines.\n     */", "A block * of lines." },
        { "/** <summary>A block.</summary> */", "A block." },
        { "/// <summary>Broken <b>tags & ampersands.</summary>", "Broken tags & ampersands." },
        { "/// <remarks>No summary.</remarks>", "" },
        { "/// <inheritdoc/>", "" },
        { "// <summary>An ordinary comment.</summary>", "" },
        { "//// <summary>Commented out.</summary>", "" },
        { "/// <summary>Before.</summary>\n    // and between\n    #pragma warning disable CS0414", "Before." },
    };

    [Theory, MemberData(nameof(Comments))]
    public void Reads_a_summary_as_plain_text(string comment, string expected)
    {
        foreach (var mode in new[] { DocumentationMode.None, DocumentationMode.Parse, DocumentationMode.Diagnose })
        {
            var run = GeneratorRun.Of(mode, $$"""
                using RlLab;

                namespace Lab;

                    {{comment}}
                    [Experiment("lab")]
                    public partial class Sample : IExperiment
                    {
                    {{comment}}
                    public int Width { get; init; } = 3;

                    public Task Train(IRun run) => Task.CompletedTask;
                    }
                """);

            var experiment = GeneratedCatalogue.Of(run).Should().ContainSingle().Subject;
            experiment.Summary.Should().Be(expected, "of {0}", mode);
            experiment.Parameters[0].Summary.Should().Be(expected, "of {0}", mode);
        }
    }

    [Fact]
    public void Takes_the_part_of_a_class_that_has_a_summary() => GeneratedCatalogue.Single(
            """[RlLab.Experiment("lab")] partial class Lab { }""",
            """
            /// <summary>The other part.</summary>
            partial class Lab : RlLab.IExperiment { public Task Train(RlLab.IRun run) => Task.CompletedTask; }
            """)
        .Summary.Should().Be("The other part.");
}
