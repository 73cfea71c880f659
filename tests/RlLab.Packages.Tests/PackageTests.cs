using System.IO.Compression;
using System.Xml.Linq;

namespace RlLab.Packages.Tests;

/// <summary>What is in the packages.</summary>
public sealed class PackageTests(PackedFeed feed)
{
    public static TheoryData<string> Packages =>
        ["RlLab", "RlLab.Inference", "RlLab.Templates", "RlLab.Testing", "RlLab.Tracking", "RlLab.Tracking.Server"];

    public static TheoryData<string> Libraries => ["RlLab", "RlLab.Inference", "RlLab.Testing", "RlLab.Tracking", "RlLab.Tracking.Server"];

    [Fact]
    public void Nothing_else_is_packed() =>
        Directory.EnumerateFiles(feed.Folder, "*.nupkg").Should().BeEquivalentTo(Packages.Select(row => feed.File(row.Data)));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_what_it_is_and_under_which_licence(string id)
    {
        using var package = ZipFile.OpenRead(feed.File(id));
        var manifest = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open());
        string Text(string name) => manifest.Descendants().First(element => element.Name.LocalName == name).Value;

        Text("license").Should().Be("MIT");
        Text("description").Should().NotBe("Package Description").And.NotBeEmpty();
        foreach (var file in (string[])[Text("icon"), Text("readme"), "LICENSE"])
        {
            package.GetEntry(file).Should().NotBeNull(file);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Each_assembly_has_its_documentation_and_its_symbols(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(feed.File(id)), symbols = ZipFile.OpenRead(feed.File(id, "snupkg"));
        var files = package.Entries.Concat(symbols.Entries).Select(entry => entry.FullName).ToHashSet();
        var libraries = files
            .Where(file => file.StartsWith("lib/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal)).ToList();

        libraries.Should().NotBeEmpty();
        libraries.SelectMany(file => (string[])[Path.ChangeExtension(file, "xml"), Path.ChangeExtension(file, "pdb")]).Should().BeSubsetOf(files);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Whatever_an_assembly_references_comes_with_its_package_or_those_that_it_depends_on(string id)
    {
        var contents = PackageContents.Of(feed, id);
        contents.Assemblies.SelectMany(contents.MissingReferencesOf).Should().BeEmpty();
    }

    [Fact]
    public void The_generator_comes_with_its_code_fixes()
    {
        using var package = ZipFile.OpenRead(feed.File("RlLab"));

        package.Entries.Select(entry => entry.FullName).Where(file => file.StartsWith("analyzers/", StringComparison.Ordinal))
            .Should().BeEquivalentTo(["analyzers/dotnet/cs/RlLab.Generators.dll", "analyzers/dotnet/cs/RlLab.Generators.CodeFixes.dll"]);
    }

    [Fact]
    public async Task Packing_again_gives_the_same_bytes()
    {
        var folder = Directory.CreateTempSubdirectory("rllab-feed-again-");
        await PackedFeed.PackAsync(Path.Combine("src", "RlLab"), folder.FullName);
        foreach (var again in folder.EnumerateFiles())
        {
            File.ReadAllBytes(again.FullName).Should().Equal(File.ReadAllBytes(Path.Combine(feed.Folder, again.Name)), again.Name);
        }

        folder.Delete(recursive: true);
    }
}
