using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>From which commits a run comes: that of the experiment, and that of its settings where they are kept elsewhere.</summary>
internal static class Source
{
    /// <summary>The working tree that an experiment's source lies in.</summary>
    /// <param name="host">Says where the program is.</param>
    /// <param name="experiment">The experiment; null for the program's in general.</param>
    /// <param name="problem">What stands in the way of knowing it; null where nothing does.</param>
    public static WorkingTree? Of(HostContext host, ExperimentDescriptor? experiment, out string? problem) =>
        WorkingTree.Read(Folder(host, experiment), out problem);

    /// <summary>The folder of the experiment's project, else that of the program, which most often lies below it.</summary>
    public static string Folder(HostContext host, ExperimentDescriptor? experiment) =>
        host.SourceDirectory
        ?? CommandLine.ProjectDirectory((experiment ?? host.Experiments.FirstOrDefault())?.Create.Method.Module.Assembly)
        ?? host.ProgramDirectory;

    /// <summary>How an experiment's source differs from its commit; null where it does not, or nobody can say.</summary>
    public static string? Changes(HostContext host, ExperimentDescriptor experiment) =>
        Of(host, experiment, out _) is { } tree ? SourceChanges.Read(tree) : null;

    /// <summary>The tags that every run of a command begins with.</summary>
    /// <param name="host">Says where the source is.</param>
    /// <param name="settings">Says which file the settings come from.</param>
    /// <param name="experiment">What is trained.</param>
    /// <param name="placement">Where.</param>
    /// <param name="warn">Told what git has to say, where it does not tell the commit.</param>
    public static IReadOnlyDictionary<string, string> Tags(
        HostContext host, LabSettings settings, ExperimentDescriptor experiment, Placement placement, Action<string> warn)
    {
        var tree = Of(host, experiment, out var problem);
        if (problem is not null)
        {
            warn($"No commit is recorded: {problem}.");
        }

        var tags = StandardTags.Collect(experiment.Name, tree, placement.Engine.ToString(), placement.Device, SweepRequests.Version);
        if (placement.InstructionLimit is { } limit)
        {
            tags["rllab.engine.instructions"] = limit;
        }

        if (settings.File is { } file
            && WorkingTree.Read(Path.GetDirectoryName(file)!, out _) is { } settingsTree && settingsTree.Root != tree?.Root)
        {
            tags["rllab.settings.git.commit"] = settingsTree.Commit;
            tags["rllab.settings.git.dirty"] = settingsTree.Dirty;
        }

        return tags;
    }
}
