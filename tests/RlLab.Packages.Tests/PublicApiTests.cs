using System.Reflection;
using PublicApiGenerator;
using RlLab.Testing;

namespace RlLab.Packages.Tests;

/// <summary>What a stranger can name stands in a file beside each project, so that a change of it is a decision.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        // They hold the place of their source.
        ExcludeAttributes = ["Xunit.FactAttribute", "Xunit.TheoryAttribute"],
    };

    /// <summary>The assemblies that packages hold; the managed engine's members are TorchSharp's.</summary>
    public static TheoryData<string> Assemblies =>
    [
        "RlLab.Abstractions", "RlLab.Algorithms", "RlLab.Cli", "RlLab.Engines", "RlLab.Environments", "RlLab.Formats", "RlLab.Inference",
        "RlLab.Journal", "RlLab.Lanes", "RlLab.Media", "RlLab.Statistics", "RlLab.Sweeps", "RlLab.Sweeps.Postgres", "RlLab.Testing", "RlLab.Tracking",
        "RlLab.Tracking.Server",
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_API_is_what_its_file_says(string assembly)
    {
        var file = RepositoryFiles.PathOf("src", assembly, "PublicApi.txt");
        var now = Assembly.Load(assembly).GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(file, now);
        }

        File.Exists(file).Should().BeTrue("the file is written by: UPDATE_PUBLIC_API=1 dotnet test tests/RlLab.Packages.Tests --filter PublicApi");
        now.Split('\n').Should().Equal(
            File.ReadAllLines(file).Append(""),
            "after a change that is meant, write it anew: UPDATE_PUBLIC_API=1 dotnet test tests/RlLab.Packages.Tests --filter PublicApi");
    }
}
