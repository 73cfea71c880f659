using System.Diagnostics;
using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>The Python that the bridge's tests run on, and worlds made for them.</summary>
internal static class PythonWorlds
{
    private static readonly Lazy<string?> Missing = new(FindMissing);

    /// <summary>The worlds of worlds.py beside this file.</summary>
    public static GymnasiumOptions Options { get; } = new()
    {
        Folders = [Path.Combine(AppContext.BaseDirectory, "Gymnasium")], Modules = ["worlds"], Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Skips a test where Python or Gymnasium is not there, saying what to install.</summary>
    public static void Require() => Assert.SkipUnless(Missing.Value is null, Missing.Value ?? "");

    private static string? FindMissing()
    {
        var python = new GymnasiumOptions().Python;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import gymnasium, numpy"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? null
                : $"'{python}' has no Gymnasium ({error.TrimEnd().Split('\n')[^1]}): {python} -m pip install gymnasium, or set RLLAB_PYTHON to one that has it.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"There is no Python '{python}' here: install it, or set RLLAB_PYTHON to one.";
        }
    }
}
