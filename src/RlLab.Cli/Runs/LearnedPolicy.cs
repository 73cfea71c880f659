using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>What a run has learned, as one of its checkpoints holds it, and whose it is.</summary>
/// <param name="Log">The run.</param>
/// <param name="Experiment">Its experiment.</param>
/// <param name="Parameters">A value for every parameter, as the run had them.</param>
/// <param name="Checkpoint">The checkpoint's artifact.</param>
internal sealed record LearnedPolicy(RunLog Log, ExperimentDescriptor Experiment, ParameterSet Parameters, string Checkpoint)
{
    private const long SeedsOfTraining = 2_000_000;

    /// <summary>Seeds a world that training never saw.</summary>
    public long UnseenSeed => (Log.Header.Seed ?? 0) + SeedsOfTraining;

    /// <summary>What a run has learned.</summary>
    /// <param name="host">Has the experiments.</param>
    /// <param name="screen">Where to warn.</param>
    /// <param name="prefix">What stands before experiments' names in MLflow.</param>
    /// <param name="run">Names the run, as <see cref="RunLibrary.Find"/> takes it.</param>
    /// <param name="checkpoint">The checkpoint's name; null for the best, else the last.</param>
    /// <exception cref="UserException">There is no such run, experiment or checkpoint, or the run's setting fits the experiment no more.</exception>
    public static LearnedPolicy Of(HostContext host, Screen screen, string prefix, string run, string? checkpoint)
    {
        var library = new RunLibrary(host, LabDirectory.Of(host));
        var log = library.Find(run);
        var experiment = library.ExperimentOf(log, prefix);
        var found = RunLibrary.CheckpointOf(log, checkpoint);
        return new LearnedPolicy(log, experiment, experiment.Complete(RunLibrary.SettingOf(log, experiment, screen)), found);
    }

    /// <summary>Opens the checkpoint.</summary>
    public Stream Open() => File.OpenRead(RunFolder.Artifact(Log.Folder, Checkpoint));
}
