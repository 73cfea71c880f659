using System.Reflection;

namespace RlLab.Cli;

/// <summary>What a state depends on beside the run's settings: only where all of it is the same does a run go on to the bit.</summary>
/// <param name="Engine">What executes torch, and its version.</param>
/// <param name="Device">The kind of device: <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Code">The builds of the experiment's assembly, and of what it references beside .NET and torch.</param>
internal sealed record RunOrigin(string Engine, string Device, string Code)
{
    private static readonly string[] Others = ["System.", "Microsoft.", "TorchSharp", "netstandard", "mscorlib"];

    /// <summary>Where a run would come from now.</summary>
    /// <param name="engine">What executes torch.</param>
    /// <param name="device">The run's device.</param>
    /// <param name="experiment">The assembly of the experiment's class; null where there is none.</param>
    public static RunOrigin Of(string engine, string device, Assembly? experiment)
    {
        Assembly[] assemblies = experiment is null ? [] : [experiment, .. experiment.GetReferencedAssemblies().Where(IsCode).Select(Assembly.Load)];
        var builds = assemblies.Select(assembly => $"{assembly.GetName().Name} {assembly.ManifestModule.ModuleVersionId:n}");
        return new(engine, device.Split(':')[0], string.Join(", ", builds.Order(StringComparer.Ordinal)));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Engine);
        writer.Write(Device);
        writer.Write(Code);
    }

    public static RunOrigin Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());

    private static bool IsCode(AssemblyName name) => !Others.Any(other => (name.Name + ".").StartsWith(other, StringComparison.Ordinal));
}
