namespace RlLab.Sweeps;

/// <summary>What each task runs: the modules, the lines of setup, and then nothing but the worker.</summary>
internal static class SlurmScript
{
    /// <summary>The script's text.</summary>
    /// <param name="options">Has modules and setup.</param>
    /// <param name="worker">The worker's program and arguments.</param>
    public static string Of(SlurmOptions options, IEnumerable<string> worker) => string.Join('\n', (string[])
    [
        // A login shell, where there are modules: it alone knows the command `module` everywhere.
        options.Modules.Count > 0 ? "#!/bin/bash -l" : "#!/bin/bash",
        "set -e",
        .. options.Modules.Select(module => $"module load {Quoted(module)}"),
        .. options.Setup,

        // The worker takes the shell's place, so that it hears the signals that Slurm sends to the shell.
        $"exec {string.Join(' ', worker.Select(Quoted))}",
        "",
    ]);

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
