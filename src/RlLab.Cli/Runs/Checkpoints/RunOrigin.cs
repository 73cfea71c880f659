using System.Reflection;

namespace RlLab.Cli;

/// <summary>What a state depends on beside the run's settings: only where all of it is the same does a run go on to the bit.</summary>
/// <param name="Engine">What executes torch, and its version.</param>
/// <param name="Device">The kind of device: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Code">
/// The builds of the experiment's assembly and of all that it uses, itself or by another, beside .NET, torch and the host: <c>Lab 1f.., Core 3a..</c>
/// </param>
internal sealed record RunOrigin(string Engine, string Device, string Code)
{
    private const string Separator = ", ";

    /// <summary>Where a run would come from now.</summary>
    /// <param name="engine">What executes torch.</param>
    /// <param name="device">The run's device.</param>
    /// <param name="experiment">The assembly of the experiment's class; null where there is none.</param>
    public static RunOrigin Of(string engine, string device, Assembly? experiment)
    {
        var builds = (experiment is null ? [] : ExperimentCode.UsedBy(experiment, ExperimentCode.IsHost))
            .Select(assembly => $"{assembly.GetName().Name} {assembly.ManifestModule.ModuleVersionId:n}");
        return new(engine, device.Split(':')[0], string.Join(Separator, builds.Order(StringComparer.Ordinal)));
    }

    /// <summary>
    /// The assemblies that are of another build than in an earlier origin. One that only one of the two names is none: older origins name fewer, and
    /// what came to refer to it, or to refer to it no more, was built anew itself.
    /// </summary>
    /// <param name="before">The earlier origin.</param>
    public IReadOnlyList<string> BuiltAnewSince(RunOrigin before)
    {
        var builds = before.Builds();
        return [.. Builds().Where(now => builds.TryGetValue(now.Key, out var then) && then != now.Value).Select(now => now.Key)];
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Engine);
        writer.Write(Device);
        writer.Write(Code);
    }

    public static RunOrigin Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());

    /// <summary>The builds, by assembly, whose name may hold a space.</summary>
    private Dictionary<string, string> Builds() => Code.Split(Separator)
        .Select(build => (build, end: build.LastIndexOf(' ')))
        .Where(b => b.end > 0)
        .ToDictionary(b => b.build[..b.end], b => b.build[(b.end + 1)..]);
}
