namespace RlLab.Environments.Gymnasium;

/// <summary>Which command mends a Python that lacks something.</summary>
internal static class PythonHints
{
    /// <summary>A sentence with the command, or nothing where none is known.</summary>
    /// <param name="error">What Python raised.</param>
    /// <param name="python">The Python that runs.</param>
    public static string For(PythonError error, string python)
    {
        string Install(string packages) => $"To mend it: {python} -m pip install {packages}";
        bool Says(string words) => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
        return error.Type switch
        {
            "ModuleNotFoundError" => Install(error.Module.Split('.')[0] switch
            {
                "numpy" or "gymnasium" => "gymnasium",
                "pettingzoo" => "pettingzoo",
                "ale_py" => "\"gymnasium[atari]\"",
                "Box2D" => "swig \"gymnasium[box2d]\"",
                "mujoco" => "\"gymnasium[mujoco]\"",
                "pygame" => "\"gymnasium[classic-control]\"",
                var other => $"{other} (or, if it is a module of your own, name its folder in GymnasiumOptions.Folders)",
            }),
            "NamespaceNotFound" when Says("Namespace ALE ") => Install("\"gymnasium[atari]\" and name ale_py in GymnasiumOptions.Modules"),
            "DependencyNotInstalled" when Says("box2d") => Install("swig \"gymnasium[box2d]\""),
            "DependencyNotInstalled" when Says("mujoco") => Install("\"gymnasium[mujoco]\""),
            "DependencyNotInstalled" when Says("pygame") => Install("\"gymnasium[classic-control]\""),
            "Error" when Says("unable to find the game") => Install("--upgrade \"gymnasium[atari]\" (ale_py came without ROMs before 0.9)"),
            _ when !error.Traceback.Contains("in get_rom_path") => "",

            // The emulator is there and the game is not: pip would take "gymnasium[atari]" for installed and do nothing.
            _ when error.Message.Replace('\\', '/').Contains("ale_py/roms/") =>
                "The emulator is installed without this game's ROM. " + Install("--force-reinstall --no-deps ale-py (its wheels bring the ROMs)"),
            _ => "The environment variable ALE_ROMS_DIR makes ale_py look for ROMs in a folder of your own: "
                + "put this game's there, or unset the variable to use the ROMs that come with ale_py.",
        };
    }
}
