using System.Reflection;

namespace RlLab.Cli;

/// <summary>How this program was started, so that a hint can be typed as it stands.</summary>
internal static class CommandLine
{
    /// <summary>The build writes here in which folder a program's project lies.</summary>
    public const string ProjectDirectoryKey = "RlLab.ProjectDirectory";

    /// <summary>What to type before a command's name, with the <c>--</c> where one is due.</summary>
    /// <param name="arguments">The program's own arguments.</param>
    public static string OfThisProcess(string[] arguments)
    {
        var folder = Directory.GetCurrentDirectory();
        if (DotnetRun(ParentsCommandLine(), arguments) is { } run)
        {
            return run;
        }

        var process = Environment.ProcessPath!;
        if (IsDotnet(process))
        {
            return $"dotnet {Shown(Assembly.GetEntryAssembly()!.Location, folder)}";
        }

        // Where the system does not say who started it, `dotnet run` is what most people type, and comes to the same.
        return !OperatingSystem.IsLinux() && ProjectDirectory(Assembly.GetEntryAssembly()) is { } project
            ? $"dotnet run -c {Configuration()} --project {Quoted(Path.GetRelativePath(folder, project))} --"
            : Shown(process, folder);
    }

    /// <summary>The <c>dotnet run</c> that started the program; null where it was something else.</summary>
    /// <param name="parent">The parent's command line.</param>
    /// <param name="arguments">The program's own arguments.</param>
    internal static string? DotnetRun(IReadOnlyList<string> parent, string[] arguments)
    {
        if (parent.Count < 2 || !IsDotnet(parent[0]) || parent[1] != "run" || !parent.TakeLast(arguments.Length).SequenceEqual(arguments))
        {
            return null;
        }

        var own = parent.SkipLast(arguments.Length).Skip(1).ToList();
        if (own[^1] == "--")
        {
            own.RemoveAt(own.Count - 1);
        }

        return $"dotnet {string.Join(' ', own.Select(Quoted))} --";
    }

    /// <summary>The folder of the project that an assembly was built from, where that is still there; null where it is not, or not known.</summary>
    /// <param name="assembly">The assembly.</param>
    public static string? ProjectDirectory(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == ProjectDirectoryKey)?.Value is { } folder
            && Directory.Exists(folder) ? Path.TrimEndingDirectorySeparator(folder) : null;

    /// <summary>A program as it is typed in a folder: by its name where the PATH leads to it, else by its path.</summary>
    private static string Shown(string file, string folder)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Contains(Path.GetDirectoryName(file));
        var relative = Path.GetRelativePath(folder, file);
        return Quoted(onPath ? Path.GetFileName(file)
            : relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? file
            : Path.Combine(".", relative));
    }

    private static string Quoted(string text) => text.Any(c => char.IsWhiteSpace(c) || "\"'$&;|<>*?()".Contains(c)) ? $"\"{text}\"" : text;

    private static bool IsDotnet(string file) => Path.GetFileNameWithoutExtension(file).Equals("dotnet", StringComparison.OrdinalIgnoreCase);

    private static string Configuration() =>
        Assembly.GetEntryAssembly()!.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    private static IReadOnlyList<string> ParentsCommandLine()
    {
        try
        {
            // The name in brackets may hold anything; what follows it is the state and the parent.
            var status = OperatingSystem.IsLinux() ? File.ReadAllText("/proc/self/stat") : ") ? 0";
            var parent = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            return parent == "0" ? [] : File.ReadAllText($"/proc/{parent}/cmdline").TrimEnd('\0').Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
