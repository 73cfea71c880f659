using RlLab.Journal;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Finds runs that were recorded.</summary>
/// <param name="host">Has the experiments.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
internal sealed class RunLibrary(HostContext host, string lab)
{
    private const int ShownRuns = 5;
    private const string CheckpointFolder = "checkpoints/";
    private const string BestFirst = "best";

    /// <summary>A run by the beginning of its id; of a sweep or an experiment, the best one of its (newest) sweep.</summary>
    /// <param name="text">The beginning of a run's or a sweep's id, <c>latest</c>, or an experiment's name.</param>
    /// <exception cref="UserException">There is none, or an id's beginning fits several.</exception>
    public RunLog Find(string text)
    {
        var folder = LabDirectory.Runs(lab);
        var fitting = FittingIds(text);
        return fitting.Count switch
        {
            1 => Read(Path.Combine(folder, fitting[0])),
            0 => Read(Path.Combine(folder, BestOf(new SweepLibrary(host, lab).Find(text, orRun: true)))),
            _ => throw new UserException(
                $"'{text}' is the beginning of {fitting.Count} runs' ids: {string.Join(", ", fitting.Take(ShownRuns))}"
                + $"{(fitting.Count > ShownRuns ? " and more" : "")}. Write more of it."),
        };
    }

    /// <summary>A run by the beginning of its id; null where a sweep is meant, or no single run.</summary>
    /// <param name="text">The beginning of a run's or a sweep's id, or what else names a sweep.</param>
    public RunLog? FindSingle(string text)
    {
        var sweeps = LabDirectory.Sweeps(lab);
        return FittingIds(text) is [var run]
            && !(Directory.Exists(sweeps) && Directory.EnumerateDirectories(sweeps, text.ToLowerInvariant() + "*").Any())
            ? Read(Path.Combine(LabDirectory.Runs(lab), run))
            : null;
    }

    /// <summary>The experiment of a run.</summary>
    /// <param name="log">The run.</param>
    /// <param name="prefix">What stands before experiments' names in MLflow.</param>
    /// <exception cref="UserException">There is none of that name any more.</exception>
    public ExperimentDescriptor ExperimentOf(RunLog log, string prefix) => host.Experiment(
        log.Header.Experiment.StartsWith(prefix, StringComparison.Ordinal) ? log.Header.Experiment[prefix.Length..] : log.Header.Experiment);

    /// <summary>What a run trained on, as <c>--engine</c> and <c>--device</c> name it; null where it recorded none.</summary>
    /// <param name="log">The run.</param>
    public static (string? Engine, string? Device) PlaceOf(RunLog log) =>
        (log.Tags.GetValueOrDefault("rllab.engine")?.Split(' ')[0], log.Tags.GetValueOrDefault("rllab.device"));

    /// <summary>The artifact of the checkpoint of a run that was asked for.</summary>
    /// <param name="log">The run.</param>
    /// <param name="wanted">Its name, with an ending or without; null for the best, else the last.</param>
    /// <exception cref="UserException">The run has none of that name, or none at all.</exception>
    public static string CheckpointOf(RunLog log, string? wanted)
    {
        var names = log.Artifacts.Keys.Where(path => path.StartsWith(CheckpointFolder, StringComparison.Ordinal))
            .Select(path => path[CheckpointFolder.Length..]).Order(StringComparer.Ordinal).ToList();
        var run = $"Run {log.Header.Id[..8]} of {log.Header.Experiment}";
        if (names.Count == 0)
        {
            throw new UserException($"{run} has saved no checkpoint, so what it learned is lost.", ExitCode.Failed);
        }

        var found = wanted is null
            ? names.FirstOrDefault(name => Path.GetFileNameWithoutExtension(name) == BestFirst) ?? names[^1]
            : names.FirstOrDefault(name => name == wanted || Path.GetFileNameWithoutExtension(name) == wanted);
        return found is not null
            ? CheckpointFolder + found
            : throw new UserException($"{run} has no checkpoint '{wanted}'. It has {string.Join(", ", names)}.");
    }

    /// <summary>The setting of a run, as the experiment has it today.</summary>
    /// <param name="log">The run.</param>
    /// <param name="experiment">Its experiment.</param>
    /// <param name="screen">Told what is taken for a parameter that the run logged itself.</param>
    /// <exception cref="UserException">The experiment has changed, so that a value of the run fits no parameter.</exception>
    public static ParameterSet SettingOf(RunLog log, ExperimentDescriptor experiment, Screen screen) => ParameterBinder.Bind(
        experiment,
        (log.Header.Setting ?? Known(log, experiment, screen))
            .Select(p => new Assignment(p.Key, p.Value, $"the record of run {log.Header.Id[..8]}")));

    /// <summary>Of what a run logged whose record does not tell its setting from its own parameters, that which the experiment has.</summary>
    private static Dictionary<string, string> Known(RunLog log, ExperimentDescriptor experiment, Screen screen)
    {
        var names = experiment.Parameters.Select(p => p.Name).ToHashSet();
        foreach (var (name, value) in log.Parameters.Where(p => !names.Contains(p.Key) && p.Key != RecordedRun.SeedParameter))
        {
            screen.Note(
                $"warning: The record of run {log.Header.Id[..8]}, of an older RlLab, holds {name}={value}, and '{experiment.Name}' has no such "
                + "parameter: it is taken for one that the run logged itself.");
        }

        return log.Parameters.Where(p => names.Contains(p.Key)).ToDictionary();
    }

    /// <summary>The runs, without the sweeps' own, whose ids begin in this way.</summary>
    private List<string> FittingIds(string text)
    {
        var (folder, sweeps) = (LabDirectory.Runs(lab), LabDirectory.Sweeps(lab));
        return Directory.Exists(folder) && text.Length > 0 && text.All(char.IsAsciiHexDigit)
            ? [.. Directory.GetDirectories(folder, text.ToLowerInvariant() + "*").Select(run => Path.GetFileName(run))
                .Where(run => !Directory.Exists(Path.Combine(sweeps, run)))]
            : [];
    }

    private static string BestOf(SweepRecord sweep)
    {
        var finished = sweep.Runs.Where(run => run is { State: RunState.Finished, Objective: not null });
        var best = sweep.Header.Direction == Direction.Maximize ? finished.MaxBy(run => run.Objective) : finished.MinBy(run => run.Objective);
        return best?.Id ?? throw new UserException(
            $"No run of the sweep {sweep.Header.Id[..8]} has come to its end with a finite {sweep.Header.Objective}, so none of them is its best. "
            + "Name a run instead.",
            ExitCode.Failed);
    }

    private static RunLog Read(string folder)
    {
        try
        {
            return RunLog.Read(folder);
        }
        catch (JournalException e)
        {
            throw new UserException(e.Message, ExitCode.Failed);
        }
    }
}
