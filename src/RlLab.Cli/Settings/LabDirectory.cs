namespace RlLab.Cli;

/// <summary>The folder <c>.rllab</c>, in which everything is kept.</summary>
internal static class LabDirectory
{
    public const string Name = ".rllab";

    /// <summary>RLLAB_DIRECTORY, else the nearest <c>.rllab</c> in the current folder or above it, else one in the current folder.</summary>
    /// <param name="host">Says where to look.</param>
    public static string Of(HostContext host)
    {
        if (host.Variable("RLLAB_DIRECTORY") is { } given)
        {
            return Path.GetFullPath(given, host.CurrentDirectory);
        }

        for (var folder = new DirectoryInfo(host.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Name)))
            {
                return Path.Combine(folder.FullName, Name);
            }
        }

        return Path.Combine(host.CurrentDirectory, Name);
    }

    /// <summary>The folder that holds a folder for each run.</summary>
    public static string Runs(string lab) => Path.Combine(lab, "runs");

    /// <summary>The folder that holds a folder for each sweep.</summary>
    public static string Sweeps(string lab) => Path.Combine(lab, "sweeps");

    /// <summary>A sweep's journal.</summary>
    public static string SweepJournal(string lab, string sweep) => Path.Combine(Sweeps(lab), sweep, "journal");
}
