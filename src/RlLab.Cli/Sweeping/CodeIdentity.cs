using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RlLab.Cli;

/// <summary>Which code a run executes: the version of the experiment's assembly, and of all beside it that this one refers to.</summary>
/// <remarks>
/// An assembly's module version is a digest of what it was compiled from, so the same source has the same one. Of RlLab the host is left out: it
/// trains nothing. The engine is told by a run's tags, and can be chosen.
/// </remarks>
internal static class CodeIdentity
{
    /// <summary>The versions, by assembly.</summary>
    /// <param name="experiment">The experiment.</param>
    public static IReadOnlyDictionary<string, string> Of(ExperimentDescriptor experiment)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (experiment.Create.Method.Module.Assembly.Location is { Length: > 0 } file)
        {
            Add(file, versions);
        }

        return versions;
    }

    private static void Add(string file, SortedDictionary<string, string> versions)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        versions[Path.GetFileNameWithoutExtension(file)] = $"{metadata.GetGuid(metadata.GetModuleDefinition().Mvid):n}";
        foreach (var reference in metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)))
        {
            var beside = Path.Combine(Path.GetDirectoryName(file)!, reference + ".dll");
            if (!versions.ContainsKey(reference) && !ExperimentCode.IsHost(reference) && File.Exists(beside))
            {
                Add(beside, versions);
            }
        }
    }
}
