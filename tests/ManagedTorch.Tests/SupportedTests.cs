using System.Text;
using RlLab.Testing;
using TorchSharp;

namespace ManagedTorch.Tests;

/// <summary>
/// SUPPORTED.md says what of TorchSharp's API is here. It is written by this test: set UPDATE_SUPPORTED=1 and run it.
/// </summary>
public sealed class SupportedTests
{
    private const int Width = 120;

    private static readonly string Path = RepositoryFiles.PathOf("src", "ManagedTorch", "SUPPORTED.md");

    [Fact]
    public void The_list_of_what_is_supported_is_that_of_the_assembly()
    {
        var document = Document();
        if (Environment.GetEnvironmentVariable("UPDATE_SUPPORTED") == "1") File.WriteAllText(Path, document);
        File.ReadAllText(Path).Should().Be(document, "SUPPORTED.md is written from the assembly: run this test with UPDATE_SUPPORTED=1");
    }

    private static string Document()
    {
        var text = new StringBuilder(
            """
            # What ManagedTorch has of TorchSharp 0.107

            Written from the assembly by `UPDATE_SUPPORTED=1 dotnet test tests/ManagedTorch.Tests --filter Supported`; do not edit by hand.

            Every member has the package's signature. Element types: float32, float64, int64, int32, int16, int8, uint8, bool. Device: CPU.
            What is not listed is the package's alone: an analyzer says so where it is written (RLLAB601), and `--engine libtorch` computes with it.
            What is listed and yet cannot be done throws `NotSupportedException`, which names the same way out.


            """);
        foreach (var type in ApiListing.VisibleTypes(typeof(torch).Assembly).OrderBy(ApiListing.Name, StringComparer.Ordinal))
        {
            var names = ApiListing.MemberNames(type).Distinct().Order(StringComparer.Ordinal).ToList();
            if (names.Count == 0) continue;
            text.Append($"## {ApiListing.Name(type)}\n\n");
            AppendWrapped(text, names);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void AppendWrapped(StringBuilder text, IEnumerable<string> names)
    {
        var line = new StringBuilder();
        foreach (var name in names)
        {
            if (line.Length + name.Length + 4 > Width)
            {
                text.Append(line).Append(",\n");
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : ", ").Append('`').Append(name).Append('`');
        }

        text.Append(line).Append('\n');
    }
}
