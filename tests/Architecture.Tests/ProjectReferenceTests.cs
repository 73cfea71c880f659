using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Which project may know which, read from the project files: the arrows of the README's map.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["RlLab.Abstractions"] = [],
        ["RlLab.Environments"] = ["RlLab.Abstractions"],
        ["RlLab.Algorithms"] = ["RlLab.Abstractions", "RlLab.Formats", "RlLab.Lanes", "torch"],
        ["RlLab.Engines"] = ["torch"],
        ["RlLab.Formats"] = ["torch"],
        ["RlLab.Inference"] = [],
        ["RlLab.Lanes"] = ["RlLab.Abstractions", "RlLab.Engines", "torch"],
        ["RlLab.Journal"] = [],
        ["RlLab.Statistics"] = [],
        ["RlLab.Sweeps"] = ["RlLab.Abstractions", "RlLab.Journal", "RlLab.Statistics"],
        ["RlLab.Sweeps.Postgres"] = ["RlLab.Journal", "RlLab.Sweeps"],
        ["RlLab.Tracking"] = ["RlLab.Abstractions", "RlLab.Journal"],
        ["RlLab.Tracking.Server"] = ["RlLab.Statistics"],
        ["RlLab.Media"] = ["RlLab.Abstractions"],
        ["RlLab.Cli"] =
        [
            "RlLab.Abstractions", "RlLab.Engines", "RlLab.Formats", "RlLab.Journal", "RlLab.Lanes", "RlLab.Statistics", "RlLab.Sweeps",
            "RlLab.Sweeps.Postgres", "RlLab.Tracking", "RlLab.Tracking.Server", "RlLab.Media", "torch",
        ],
        ["RlLab"] =
        [
            "RlLab.Algorithms", "RlLab.Cli", "RlLab.Engines", "RlLab.Environments", "RlLab.Formats", "RlLab.Lanes", "RlLab.Media",
            "RlLab.Statistics", "RlLab.Sweeps", "RlLab.Sweeps.Postgres", "RlLab.Tracking", "RlLab.Tracking.Server", "RlLab.Generators",
            "RlLab.Generators.CodeFixes", "ManagedTorch", "torch",
        ],
        ["RlLab.Testing"] = ["RlLab.Abstractions", "RlLab.Environments", "RlLab.Sweeps", "RlLab"],
        ["RlLab.Templates"] = [],
        ["ManagedTorch"] = [],
        ["RlLab.Generators"] = [],
        ["RlLab.Generators.CodeFixes"] = ["RlLab.Generators"],
        ["experiments"] = ["RlLab.Cli", "RlLab.Environments", "RlLab.Algorithms", "RlLab.Generators", "torch"],
    };

    public static TheoryData<string> Projects => [.. ProjectFiles().Select(Path.GetFileNameWithoutExtension).Select(name => name!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_what_the_map_allows(string project)
    {
        var document = XDocument.Load(ProjectFiles().Single(file => Path.GetFileNameWithoutExtension(file) == project));
        var references = document.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Concat(document.Descendants("UsesTorch").Select(_ => "torch"));
        Allowed.Should().ContainKey(project, "a new project needs its place on the map");
        references.Should().BeSubsetOf(Allowed[project]);
    }

    [Fact]
    public void Nothing_is_compiled_against_the_managed_engine_but_its_own_tests()
    {
        var mentions = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("ManagedTorch.csproj", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension);
        mentions.Should().BeEquivalentTo(
            ["ManagedTorch.Tests", "RlLab"], "all else is compiled against the TorchSharp package, and finds an engine at start; RlLab packs it");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "RlLab.sln")).Replace('\\', '/');
        Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(IsOurs)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Should().OnlyContain(file => solution.Contains(file));
    }

    private static IEnumerable<string> ProjectFiles() =>
        ((string[])["src", "generators", "experiments"]).SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories).Where(IsOurs));

    /// <summary>Whether a project is the repository's own, and not what a template makes.</summary>
    private static bool IsOurs(string file) =>
        !Path.GetRelativePath(Repository.Root, file).Replace('\\', '/').StartsWith("src/RlLab.Templates/templates/", StringComparison.Ordinal);
}
