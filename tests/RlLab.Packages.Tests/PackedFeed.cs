using System.Reflection;
using RlLab.Packages.Tests;
using RlLab.Testing;

[assembly: AssemblyFixture(typeof(PackedFeed))]

namespace RlLab.Packages.Tests;

/// <summary>Every package of the repository, packed once for all tests, in a folder that serves as a feed.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Build = typeof(PackedFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .ToDictionary(attribute => attribute.Key, attribute => attribute.Value);

    /// <summary>A version that nobody has packed before, so that no cache has it.</summary>
    public static string Version { get; } = $"0.0.0-test.{Guid.NewGuid():n}";

    /// <summary>The folder into which the repository's own restore put everybody else's packages.</summary>
    public static string PackageRoot { get; } = Build["PackageRoot"]!;

    /// <summary>The folder of the packages.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("rllab-feed-").FullName;

    /// <summary>The file of a package.</summary>
    public string File(string id, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{extension}");

    /// <summary>Packs what is built.</summary>
    public static async Task PackAsync(string what, string folder)
    {
        var line = $"dotnet pack {what} --no-build -c {Build["Configuration"]} -p:PackageVersion={Version} -o {folder} -nodeReuse:false";
        (await Command.RunAsync(RepositoryFiles.PathOf("."), line)).EnsureDone(line);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await PackAsync("RlLab.sln", Folder);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
