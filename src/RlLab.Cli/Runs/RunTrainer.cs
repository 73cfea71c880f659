using System.Reflection;
using RlLab.Journal;
using RlLab.Media;
using RlLab.Sweeps;
using RlLab.Tracking;

namespace RlLab.Cli;

/// <summary>Trains runs in this process, each recorded in its own journal.</summary>
/// <param name="host">Has the experiments and the clock.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
/// <param name="experimentPrefix">What stands before an experiment's name in MLflow.</param>
internal sealed class RunTrainer(HostContext host, string lab, string experimentPrefix)
{
    private volatile RunTraining? _alone;

    /// <summary>Has the experiments and the clock.</summary>
    public HostContext Host => host;

    /// <summary>The folder <c>.rllab</c>.</summary>
    public string Lab => lab;

    /// <summary>How videos are made. Choosing has ffmpeg try its encoders, which a run without a video need not wait for.</summary>
    public Lazy<VideoWriterChoice> Video { get; } = new(host.ChooseVideo);

    /// <summary>Told how a run ended whose experiment ends the whole process; nothing comes after it. Default: writes it to standard error.</summary>
    public Action<RunOutcome> Exiting { get; init; } = outcome => host.Error.WriteLine($"error: {outcome.Message}");

    /// <summary>Told what a run throws, before its end is recorded. Default: nobody.</summary>
    public Action<Exception> Throwing { get; init; } = _ => { };

    /// <summary>The assembly whose code a failure is shown in. Default: null, that of the experiment's class.</summary>
    public Assembly? Author { get; init; }

    /// <summary>
    /// What the mark of a run in training becomes between two runs, so that one file serves them all (<see cref="TrainingMark"/>). Default: null, it
    /// is deleted.
    /// </summary>
    public TrainingMark.Spare? SpareMark { get; init; }

    /// <summary>How much time passes between two checkpoints of a run; zero for one at every call. Default: a minute.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What its runs record by themselves, and how safely.</summary>
    public RecordingOptions Recording { get; init; } = new();

    /// <summary>A number that grows with whatever the run records that trains alone now.</summary>
    public long Traces => _alone?.Traces ?? 0;

    /// <summary>
    /// Trains one run, on the calling thread. Where a run of this id was stopped, killed or failed, it is taken up from its newest checkpoint, or
    /// begins anew where it has none; what it had recorded stands.
    /// </summary>
    /// <param name="request">What to train.</param>
    /// <param name="progress">Told how far the run is.</param>
    /// <param name="stopping">Signalled when the run shall stop.</param>
    /// <param name="reported">
    /// Told each value of the objective as it is logged; answers why the run shall be pruned, and null while it goes on. Default: it goes on.
    /// </param>
    /// <returns>How it ended. Whatever goes wrong in training is an outcome, not an exception.</returns>
    public RunOutcome Train(
        RunRequest request, Action<RunProgress> progress, CancellationToken stopping, Func<ObjectivePoint, string?>? reported = null) =>
        (_alone = new RunTraining(this, request, progress, reported ?? (_ => null), stopping)).Run();

    /// <summary>Gives a run its end where its process died before it could, so that the run says how it ended.</summary>
    /// <param name="request">What was trained.</param>
    /// <param name="outcome">How it ended.</param>
    public void EndFor(RunRequest request, RunOutcome outcome)
    {
        TrainingMark.Remove(lab, request.Id);
        try
        {
            var folder = Path.Combine(LabDirectory.Runs(lab), request.Id);
            var log = RunLog.TryRead(folder);
            if (log is not null and not { Status: RunStatus.Interrupted })
            {
                return;
            }

            using var journal = log is null
                ? RunJournal.Create(LabDirectory.Runs(lab), Header(request), host.Clock)
                : RunJournal.Open(folder, host.Clock);
            RunEnd.Record(journal, outcome);
        }
        catch (JournalException)
        {
            // What the run failed of, a full disk say, keeps its end from being recorded too; the outcome tells it.
        }
    }

    /// <summary>The assembly whose code a run's failure is shown in; null where there is no such experiment.</summary>
    /// <param name="request">The run.</param>
    public Assembly? AuthorOf(RunRequest request) =>
        Author ?? host.Experiments.FirstOrDefault(e => e.Name == request.Experiment)?.Create.Method.Module.Assembly;

    /// <summary>What a run's record begins with.</summary>
    /// <param name="request">The run.</param>
    public RunHeader Header(RunRequest request)
    {
        var experiment = experimentPrefix + request.Experiment;
        return new RunHeader(request.Id, experiment, request.Name, host.Clock.GetUtcNow())
        {
            ParentId = request.Sweep,
            Seed = request.Seed,
            Setting = request.Parameters,
            Tags = request.Tags,
            ExperimentSummary = host.Experiments.FirstOrDefault(e => e.Name == request.Experiment)?.Description,
        };
    }
}
