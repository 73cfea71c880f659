using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace RlLab.Packages.Tests;

/// <summary>The assemblies of a package, and those that a project gets that references it.</summary>
internal sealed class PackageContents
{
    private static readonly HashSet<string> Framework = [.. new[] { typeof(object), typeof(Microsoft.AspNetCore.Http.HttpContext) }
        .SelectMany(type => Directory.EnumerateFiles(Path.GetDirectoryName(type.Assembly.Location)!, "*.dll"))
        .Select(file => Path.GetFileNameWithoutExtension(file))];

    private readonly Dictionary<string, byte[]> _own = [];
    private readonly HashSet<string> _available = [];
    private readonly HashSet<string> _visited = [];

    private PackageContents()
    {
    }

    /// <summary>The names of the package's own assemblies.</summary>
    public IEnumerable<string> Assemblies => _own.Keys;

    /// <summary>Reads a package of a feed, and all that it depends on.</summary>
    public static PackageContents Of(PackedFeed feed, string id)
    {
        var contents = new PackageContents();
        contents.Add(feed, id, PackedFeed.Version, isOwn: true);
        return contents;
    }

    /// <summary>What an assembly references and nobody brings.</summary>
    public IEnumerable<string> MissingReferencesOf(string assembly)
    {
        using var image = new PEReader(new MemoryStream(_own[assembly]));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => !_available.Contains(name) && !Framework.Contains(name))
            .Select(name => $"{assembly} references {name}")];
    }

    private void Add(PackedFeed feed, string id, string version, bool isOwn = false)
    {
        if (!_visited.Add(id))
        {
            return;
        }

        // A package that the framework has taken in is not downloaded.
        if (File(feed, id, version) is not { } file)
        {
            return;
        }

        using var package = ZipFile.OpenRead(file);
        var libraries = package.Entries.Where(
            entry => entry.FullName.StartsWith("lib/", StringComparison.Ordinal) && entry.Name.EndsWith(".dll", StringComparison.Ordinal));
        foreach (var entry in libraries)
        {
            var name = Path.GetFileNameWithoutExtension(entry.Name);
            _available.Add(name);
            if (isOwn)
            {
                using var content = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(content);
                _own[name] = content.ToArray();
            }
        }

        using var manifest = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        foreach (var dependency in XDocument.Load(manifest).Descendants().Where(element => element.Name.LocalName == "dependency"))
        {
            Add(feed, dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value.Trim('[', ']', '(', ')', ',', ' '));
        }
    }

    /// <summary>
    /// A package of ours from the feed; another one from where the repository's restore put it, in that version or the one it was raised to.
    /// </summary>
    private static string? File(PackedFeed feed, string id, string version)
    {
        if (System.IO.File.Exists(feed.File(id)))
        {
            version.Should().Be(PackedFeed.Version, $"{id} depends on what was packed with it");
            return feed.File(id);
        }

        var folder = Path.Combine(PackedFeed.PackageRoot, id.ToLowerInvariant());
        return !Directory.Exists(folder) ? null : Directory.EnumerateFiles(folder, "*.nupkg", SearchOption.AllDirectories)
            .OrderByDescending(file => file.Contains($"{Path.DirectorySeparatorChar}{version}{Path.DirectorySeparatorChar}")).FirstOrDefault();
    }
}
