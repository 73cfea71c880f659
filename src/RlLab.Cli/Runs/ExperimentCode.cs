using System.Reflection;

namespace RlLab.Cli;

/// <summary>Which assemblies are whose: an experiment's own and what it uses, the host's, and the framework's.</summary>
internal static class ExperimentCode
{
    private static readonly string[] Host =
    [
        "RlLab.Cli", "RlLab.Tracking", "RlLab.Tracking.Server", "RlLab.Journal", "RlLab.Sweeps", "RlLab.Sweeps.Postgres", "RlLab.Engines",
    ];

    /// <summary>Whether an assembly is .NET's or torch's.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsFramework(string name) =>
        name is "System" or "mscorlib" or "netstandard" or "TorchSharp" || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>Whether an assembly is of the part of RlLab that trains nothing.</summary>
    /// <param name="name">Its name.</param>
    public static bool IsHost(string name) => Host.Contains(name);

    /// <summary>An assembly and all that it refers to, itself or by another, beside the framework. What is not there is left out.</summary>
    /// <param name="root">The assembly.</param>
    /// <param name="isLeftOut">Whether an assembly of this name is left out too, and what only it refers to. Default: none.</param>
    public static IReadOnlyList<Assembly> UsedBy(Assembly root, Func<string, bool>? isLeftOut = null)
    {
        var found = new List<Assembly> { root };
        var seen = new HashSet<string> { root.GetName().Name! };
        for (var next = 0; next < found.Count; next++)
        {
            found.AddRange(found[next].GetReferencedAssemblies()
                .Where(name => !IsFramework(name.Name!) && isLeftOut?.Invoke(name.Name!) != true && seen.Add(name.Name!))
                .Select(TryLoad)
                .OfType<Assembly>());
        }

        return found;
    }

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            // What is not there cannot be run either.
            return null;
        }
    }
}
