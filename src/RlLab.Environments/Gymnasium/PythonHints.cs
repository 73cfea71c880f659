namespace RlLab.Environments.Gymnasium;

/// <summary>Which command mends a Python that lacks something.</summary>
internal static class PythonHints
{
    /// <summary>A sentence with the command, or nothing where none is known.</summary>
    /// <param name="type">The exception's type.</param>
    /// <param name="message">Its message.</param>
    /// <param name="module">The module that could not be imported; empty where it was something else.</param>
    /// <param name="python">The Python that runs.</param>
    public static string For(string type, string message, string module, string python)
    {
        var install = $" To mend it: {python} -m pip install ";
        if (type == "ModuleNotFoundError")
        {
            return install + module.Split('.')[0] switch
            {
                "numpy" or "gymnasium" => "gymnasium",
                "pettingzoo" => "pettingzoo",
                "ale_py" => "\"gymnasium[atari]\"",
                "Box2D" => "swig \"gymnasium[box2d]\"",
                "mujoco" => "\"gymnasium[mujoco]\"",
                "pygame" => "\"gymnasium[classic-control]\"",
                var other => other,
            };
        }

        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
        if (Says("rom") && (Says("ale") || Says("atari")))
        {
            return install + "\"gymnasium[atari]\" (it brings the ROMs; they are for those who accept their licence)";
        }

        return type switch
        {
            "NamespaceNotFound" when Says("ALE") => install + "\"gymnasium[atari]\", and name ale_py in GymnasiumOptions.Modules",
            "DependencyNotInstalled" when Says("box2d") => install + "swig \"gymnasium[box2d]\"",
            "DependencyNotInstalled" when Says("mujoco") => install + "\"gymnasium[mujoco]\"",
            "DependencyNotInstalled" when Says("pygame") => install + "\"gymnasium[classic-control]\"",
            _ => "",
        };
    }
}
