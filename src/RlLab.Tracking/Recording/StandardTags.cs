namespace RlLab.Tracking;

/// <summary>The tags that MLflow's users expect on a run, and RlLab's own.</summary>
/// <remarks><c>mlflow.runName</c> and <c>mlflow.parentRunId</c> are not among them: they are set when the run is
/// shipped.</remarks>
public static class StandardTags
{
    /// <summary>Collects who runs what, from which commit, on what.</summary>
    /// <param name="source">What was started: the experiment's name or program.</param>
    /// <param name="tree">The working tree that the experiment's source lies in; null for none, which leaves out the tags about it.</param>
    /// <param name="engine">What executes torch, and its version: <c>managed 0.107.0</c>.</param>
    /// <param name="device">Where tensors live: <c>cpu</c> or <c>cuda:0</c>.</param>
    /// <param name="version">RlLab's version.</param>
    public static Dictionary<string, string> Collect(string source, WorkingTree? tree, string engine, string device, string version)
    {
        var tags = new Dictionary<string, string>
        {
            ["mlflow.user"] = Environment.UserName,
            ["mlflow.source.name"] = source,
            ["mlflow.source.type"] = "LOCAL",
            ["rllab.engine"] = engine,
            ["rllab.device"] = device,
            ["rllab.version"] = version,
        };
        if (tree is not null)
        {
            tags["mlflow.source.git.commit"] = tree.Commit;
            tags["rllab.git.dirty"] = tree.Dirty;
            Add(tags, "mlflow.source.git.branch", tree.Branch);
            Add(tags, "mlflow.source.git.repoURL", tree.Repository);
        }

        return tags;
    }

    private static void Add(Dictionary<string, string> tags, string name, string? value)
    {
        if (value is not null)
        {
            tags[name] = value;
        }
    }
}
