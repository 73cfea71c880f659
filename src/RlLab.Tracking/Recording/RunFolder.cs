namespace RlLab.Tracking;

/// <summary>What lies where in a run's folder, <c>.rllab/runs/&lt;run-id&gt;/</c>.</summary>
public static class RunFolder
{
    /// <summary>The file of events.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string Journal(string folder) => Path.Combine(folder, "journal");

    /// <summary>The folder of artifacts, each under its own path.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string Artifacts(string folder) => Path.Combine(folder, "artifacts");

    /// <summary>The file of one artifact.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="path">The artifact's path within the run.</param>
    public static string Artifact(string folder, string path) =>
        Path.Combine(Artifacts(folder), path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>What the run is taken up from, should it be stopped or killed.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string State(string folder) => Path.Combine(folder, "state");

    /// <summary>Where artifacts are while they are written.</summary>
    internal static string Incoming(string folder) => Path.Combine(folder, "incoming");

    /// <summary>What was shipped where.</summary>
    internal static string Shipped(string folder) => Path.Combine(folder, "shipped");
}
