using System.Text.RegularExpressions;
using RlLab.Testing;
using RlLab.Tracking.Tests.Mlflow.Subjects;

namespace RlLab.Tracking.Tests.Mlflow;

/// <summary>What the client's page shows is compiled, and does what it says.</summary>
public sealed partial class SampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Servers => ServerUnderTest.All;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Every_sample_runs(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(kind);
        await server.NeedsLoggedModelsAsync();
        Directory.CreateDirectory(_folder.File("checkpoints"));
        File.WriteAllText(_folder.File("checkpoints/last.bin"), "weights");

        await Samples.Samples.RunAsync(server.Client, ServerUnderTest.Fresh("cartpole"), _folder.Path);

        File.ReadAllText(_folder.File("down/last.bin")).Should().Be("weights");
        File.ReadAllText(_folder.File("champion/last.bin")).Should().Be("weights");
    }

    [Fact]
    public void The_page_shows_what_is_compiled()
    {
        var compiled = Lines(File.ReadAllText(RepositoryFiles.PathOf("tests/RlLab.Tracking.Tests/Mlflow/Samples.cs")));
        var shown = Code().Matches(File.ReadAllText(RepositoryFiles.PathOf("src/RlLab.Tracking/Mlflow/README.md")))
            .Select(match => Lines(match.Groups["code"].Value)).ToList();

        shown.Should().HaveCountGreaterThan(8);
        shown.Should().OnlyContain(code => compiled.Contains(code));
    }

    // As one text without indentation, so that a sample is found as a run of whole lines.
    private static string Lines(string code) =>
        "\n" + string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)) + "\n";

    [GeneratedRegex("```csharp\n(?<code>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
