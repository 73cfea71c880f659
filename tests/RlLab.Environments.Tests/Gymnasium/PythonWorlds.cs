using System.Collections.Concurrent;
using System.Diagnostics;
using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>The Python that the bridge's tests run on, and worlds made for them.</summary>
internal static class PythonWorlds
{
    private static readonly ConcurrentDictionary<string, string?> Missing = new();

    /// <summary>The worlds of worlds.py beside this file.</summary>
    public static GymnasiumOptions Options { get; } = new()
    {
        Folders = [Path.Combine(AppContext.BaseDirectory, "Gymnasium")], Modules = ["worlds"], Timeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Skips a test where Python or one of its modules is not there, saying what to install.</summary>
    /// <param name="module">The module: <c>gymnasium</c>, or one that needs it.</param>
    public static void Require(string module = "gymnasium")
    {
        var missing = Missing.GetOrAdd(module, FindMissing);
        Assert.SkipUnless(missing is null, missing ?? "");
    }

    private static string? FindMissing(string module)
    {
        var python = new GymnasiumOptions().Python;
        try
        {
            var start = new ProcessStartInfo(python, ["-c", $"import numpy, gymnasium, {module}"]) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? null
                : $"'{python}' lacks {module} ({error.TrimEnd().Split('\n')[^1]}): "
                    + $"{python} -m pip install {Packages(module.Split('.')[0])}, or set RLLAB_PYTHON to one that has it.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"There is no Python '{python}' here: install it, or set RLLAB_PYTHON to one.";
        }
    }

    private static string Packages(string module) => module switch
    {
        "ale_py" => "\"gymnasium[atari]\"",
        "pygame" => "\"gymnasium[classic-control]\"",
        "pettingzoo" => "pettingzoo pygame",
        _ => module,
    };
}
