namespace Architecture.Tests;

/// <summary>The files that these tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file that is written by hand, by its path from the root.</summary>
    public static IEnumerable<string> Sources() => ((string[])["src", "generators", "experiments", "tests"])
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RlLab.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
