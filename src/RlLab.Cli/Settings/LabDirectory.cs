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

    /// <summary>Makes the folder, and keeps it out of git: else a run's own record would make the next one's working tree a changed one.</summary>
    /// <param name="lab">The folder.</param>
    public static void Make(string lab)
    {
        // A folder that was there before and has another name may hold more than RlLab's.
        var ignore = Path.Combine(lab, ".gitignore");
        if ((Directory.Exists(lab) && Path.GetFileName(lab) != Name) || File.Exists(ignore))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(lab);
            File.WriteAllText(ignore, "*\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever writes there next tells of it, if anyone does: a folder can also be looked at alone.
        }
    }

    /// <summary>The folder that holds a folder for each run.</summary>
    public static string Runs(string lab) => Path.Combine(lab, "runs");

    /// <summary>The folder that holds a folder for each sweep.</summary>
    public static string Sweeps(string lab) => Path.Combine(lab, "sweeps");

    /// <summary>A sweep's journal.</summary>
    public static string SweepJournal(string lab, string sweep) => Path.Combine(Sweeps(lab), sweep, "journal");
}
