namespace RlLab.Cli;

/// <summary>Who starts a sweep's workers.</summary>
internal enum LauncherKind
{
    /// <summary>The command, on this machine.</summary>
    Local,

    /// <summary>A Slurm cluster.</summary>
    Slurm,

    /// <summary>Somebody else, by the command <c>worker</c>.</summary>
    None,
}
