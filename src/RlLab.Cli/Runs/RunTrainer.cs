using System.Reflection;
using RlLab.Engines;
using RlLab.Journal;
using RlLab.Media;
using RlLab.Sweeps;
using RlLab.Tracking;
using TorchSharp;

namespace RlLab.Cli;

/// <summary>Trains runs in this process, one after the other, each recorded in its own journal.</summary>
/// <param name="host">Has the experiments and the clock.</param>
/// <param name="lab">The folder <c>.rllab</c>.</param>
/// <param name="experimentPrefix">What stands before an experiment's name in MLflow.</param>
internal sealed class RunTrainer(HostContext host, string lab, string experimentPrefix)
{
    private const string TraceFile = "failure.txt";
    private const string FailureTag = "rllab.failure";

    /// <summary>The tag that says why a run was pruned.</summary>
    public const string PrunedTag = "rllab.pruned";

    /// <summary>How long <c>async void</c> methods may go on after training; less than a run has to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Choosing has ffmpeg try its encoders, which a run without a video need not wait for.
    private readonly Lazy<VideoWriterChoice> _video = new(host.ChooseVideo);
    private volatile RunJournal? _journal;

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
        RunRequest request, Action<RunProgress> progress, CancellationToken stopping, Func<ObjectivePoint, string?>? reported = null)
    {
        try
        {
            var folder = Path.Combine(LabDirectory.Runs(lab), request.Id);
            var before = RunLog.TryRead(folder);
            if (before?.Status is RunStatus.Finished or RunStatus.Running)
            {
                return new RunOutcome(RunState.Failed, Message: before.Status == RunStatus.Running
                    ? $"Another process trains it already, and records it in {folder}."
                    : $"It has finished before, and is recorded in {folder}.");
            }

            RunWarnings? warnings = null;
            var early = new List<string>();
            Action<string> warn = what => (warnings is null ? early.Add : (Action<string>)warnings.Add)(what);
            var origin = RunOrigin.Of(TorchEngines.Loaded.ToString(), request.Device, Author ?? AuthorOf(request));
            using var checkpoints = new RunCheckpoints(new(RunFolder.State(folder)), origin, CheckpointEvery, host.Clock, warn);
            if (before is not null)
            {
                // Asked before the record is touched: a run that cannot go on here stays as it is.
                checkpoints.Find(before.Length);
            }

            using var journal = before is null
                ? RunJournal.Create(LabDirectory.Runs(lab), Header(request), host.Clock, Recording.Durability)
                : RunJournal.Resume(folder, host.Clock, warn, Recording.Durability);
            _journal = journal;
            if (before is null && request.Sweep is null && Recording.Changes() is { } changes)
            {
                journal.LogText(SourceChanges.Artifact, changes);
            }

            using var mark = TrainingMark.Set(lab, request.Id, SpareMark);
            warnings = new RunWarnings(host.Error, request, journal);
            early.ForEach(warnings.Add);
            if (before?.Status == RunStatus.Failed && before.Tags.GetValueOrDefault(FailureTag) is { } failure)
            {
                journal.SetTag(FailureTag, Shortened($"Before it was taken up: {failure}"));
            }

            var began = host.Clock.GetTimestamp();
            var outcome = Train(request, journal, checkpoints, warnings, progress, reported ?? (_ => null), stopping);
            return before is null ? outcome : outcome with { Trained = before.Trained + host.Clock.GetElapsedTime(began) };
        }
        catch (UserException e)
        {
            return new RunOutcome(RunState.Failed, Message: e.Message);
        }
        catch (JournalException e)
        {
            return new RunOutcome(RunState.Failed, Message: e.Message);
        }
    }

    /// <summary>A number that grows with whatever the run records that is trained now.</summary>
    public long Traces => _journal?.Position ?? 0;

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
            End(journal, outcome);
        }
        catch (JournalException)
        {
            // What the run failed of, a full disk say, keeps its end from being recorded too; the outcome tells it.
        }
    }

    private RunOutcome Train(
        RunRequest request,
        RunJournal journal,
        RunCheckpoints checkpoints,
        RunWarnings warnings,
        Action<RunProgress> progress,
        Func<ObjectivePoint, string?> reported,
        CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        string? pruned = null;
        var run = new RecordedRun(journal, request, _video, checkpoints, host.Clock, progress, Report, stop.Token, warnings.Add);
        RunOutcome outcome;
        var system = Recording.SystemMetrics ? new SystemMonitor(journal, host.Clock) : null;
        try
        {
            AppDomain.CurrentDomain.ProcessExit += EndWithTheProcess;
            var experiment = host.Experiment(request.Experiment);
            torch.manual_seed(request.Seed);
            RunToEnd(() => experiment.RunAsync(ParameterBinder.Read(experiment, request.Parameters), run));
            var whyNot = WhyNotComparable(request, run, journal);
            outcome = new RunOutcome(whyNot is null ? RunState.Finished : RunState.NotComparable, run.Objective, whyNot);
        }
        catch (Exception e) when (IsStopping(stopping) && e is not JournalException)
        {
            Throwing(e);
            var what = e is OperationCanceledException ? "It was stopped." : $"It was stopped: {e.Message}";
            outcome = new RunOutcome(RunState.Killed, run.Objective, what);
        }
        catch (OperationCanceledException) when (pruned is not null)
        {
            outcome = new RunOutcome(RunState.Pruned, run.Objective, pruned);
        }
        catch (Exception e) when (e is not JournalException)
        {
            Throwing(e);
            var diverged = UserCode.Unwrap(e) as DivergedException;
            outcome = new RunOutcome(RunState.Failed, run.Objective, Describe(e), diverged?.Step) { Diverged = diverged is null ? null : true };
            journal.LogText(TraceFile, e.ToString());
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= EndWithTheProcess;
            system?.Dispose();
        }

        if (LearningCurve.Of(RunLog.Read(journal.Folder), request.Objective) is { } curve)
        {
            journal.LogFigure("learning-curve", curve);
        }

        End(journal, outcome);
        if (outcome.State is RunState.Finished or RunState.NotComparable or RunState.Pruned)
        {
            checkpoints.Clear();
        }

        return outcome.State == RunState.Failed
            ? outcome with { Message = $"{outcome.Message} The trace is in {RunFolder.Artifact(journal.Folder, TraceFile)}." }
            : outcome;

        void Report(ObjectivePoint point)
        {
            if (pruned is null && (pruned = reported(point)) is not null)
            {
                _ = stop.CancelAsync();
            }
        }

        void RunToEnd(Func<Task> train)
        {
            try
            {
                // Whatever else waits for the wish to stop may throw at it; that is not what the run fails of.
                new TrainingContext(() => _ = stop.CancelAsync(), warnings.Add, Patience, host.Clock).Run(train);
            }
            finally
            {
                run.End();
            }
        }

        string Describe(Exception e)
        {
            e = UserCode.Unwrap(e);
            if (e is DivergedException)
            {
                // To diverge is what a training may come to, not a fault whose type and place say more.
                return e.Message;
            }

            var what = MissingMembers.Explain(e) ?? $"{e.GetType().Name}: {e.Message}";
            return $"{what}{(UserCode.PlaceOf(e, Author ?? AuthorOf(request), host.CurrentDirectory) is { } place ? $" At {place}" : "")}";
        }

        // Told on a thread of the runtime's, so that the caller of Environment.Exit cannot be found.
        void EndWithTheProcess(object? sender, EventArgs e)
        {
            var what = $"Something in the run ended the whole process in the middle of it, with exit code {Environment.ExitCode}, "
                + "as Environment.Exit does.";
            var ended = IsStopping(stopping)
                ? new RunOutcome(RunState.Killed, run.Objective, "It was stopped.")
                : new RunOutcome(RunState.Failed, run.Objective, what);
            try
            {
                run.End();
                End(journal, ended);
                TrainingMark.Remove(lab, request.Id);
            }
            catch (JournalException)
            {
                // A disk that takes nothing keeps the end from being recorded; it is told all the same.
            }

            Exiting(ended);
        }
    }

    /// <summary>Records how a run ended.</summary>
    private static void End(RunJournal journal, RunOutcome outcome)
    {
        var (tag, status) = outcome.State switch
        {
            RunState.Finished => (null, RunStatus.Finished),
            RunState.NotComparable => ("rllab.not_comparable", RunStatus.Finished),
            RunState.Pruned => (PrunedTag, RunStatus.Finished),
            RunState.Killed => (null, RunStatus.Killed),
            _ => (FailureTag, RunStatus.Failed),
        };
        if (tag is not null)
        {
            journal.SetTag(tag, Shortened(outcome.Message ?? ""));
        }

        journal.End(status);
    }

    /// <summary>Ctrl-C also reaches programs that a run has started, so a run may end in an error before it is told to stop.</summary>
    private bool IsStopping(CancellationToken stopping) =>
        stopping.IsCancellationRequested || host.Stopping.IsCancellationRequested;

    /// <summary>What keeps a run that trained to its end out of a comparison; null where nothing does.</summary>
    private static string? WhyNotComparable(RunRequest request, RecordedRun run, RunJournal journal)
    {
        if (request.Objective.Length == 0 || run.Objective is { } value && double.IsFinite(value))
        {
            return null;
        }

        return run.Objective is { } unusable
            ? $"It ended with {request.Objective} at {Numbers.Short(unusable)}, which cannot be compared."
            : $"It logged no '{request.Objective}', which its [Sweep] names to compare settings by."
                + NearestNames.Hint(request.Objective, RunLog.Read(journal.Folder).Metrics.Keys);
    }

    /// <summary>The assembly of the experiment's class; null where there is no such experiment.</summary>
    private Assembly? AuthorOf(RunRequest request) =>
        host.Experiments.FirstOrDefault(e => e.Name == request.Experiment)?.Create.Method.Module.Assembly;

    private RunHeader Header(RunRequest request)
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

    private static string Shortened(string message) => message.Length <= 1_000 ? message : message[..1_000] + "...";
}
