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
    /// <summary>How long <c>async void</c> methods may go on after training; less than a run has to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly VideoWriterChoice _video = host.ChooseVideo();

    /// <summary>Trains one run, on the calling thread.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="progress">Told how far the run is.</param>
    /// <param name="stopping">Signalled when the run shall stop.</param>
    /// <returns>How it ended. Whatever goes wrong in training is an outcome, not an exception.</returns>
    public RunOutcome Train(RunRequest request, Action<RunProgress> progress, CancellationToken stopping)
    {
        try
        {
            using var journal = RunJournal.Create(LabDirectory.Runs(lab), Header(request), host.Clock);
            return Train(request, journal, progress, stopping);
        }
        catch (JournalException e)
        {
            return new RunOutcome(RunState.Failed, Message: e.Message);
        }
    }

    /// <summary>Gives a run its end where its process died before it could, so that the run says how it ended.</summary>
    /// <param name="request">What was trained.</param>
    /// <param name="outcome">How it ended.</param>
    public void EndFor(RunRequest request, RunOutcome outcome)
    {
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
            journal.SetTag("rllab.failure", Shortened(outcome.Message ?? ""));
            journal.End(Status(outcome.State));
        }
        catch (JournalException)
        {
            // What the run failed of, a full disk say, keeps its end from being recorded too; the outcome tells it.
        }
    }

    private RunOutcome Train(RunRequest request, RunJournal journal, Action<RunProgress> progress, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = new RecordedRun(journal, request, _video, host.Clock, progress, stop.Token, Warn);
        RunOutcome outcome;
        try
        {
            var experiment = host.Experiment(request.Experiment);
            torch.manual_seed(request.Seed);
            RunToEnd(() => experiment.RunAsync(ParameterBinder.Read(experiment, request.Parameters), run));
            outcome = new RunOutcome(RunState.Finished, run.Objective, WhyNotComparable(request, run, journal));
        }
        catch (Exception e) when (IsStopping(stopping) && e is not JournalException)
        {
            var what = e is OperationCanceledException ? "It was stopped." : $"It was stopped: {e.Message}";
            outcome = new RunOutcome(RunState.Killed, run.Objective, what);
        }
        catch (Exception e) when (e is not JournalException)
        {
            // To diverge is what a training may come to, not a fault whose type says more.
            var what = e is DivergedException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            outcome = new RunOutcome(RunState.Failed, run.Objective, what);
            journal.SetTag("rllab.failure", Shortened(outcome.Message!));
            journal.LogText("failure.txt", e.ToString());
        }

        if (LearningCurve.Of(RunLog.Read(journal.Folder), request.Objective) is { } curve)
        {
            journal.LogFigure("learning-curve", curve);
        }

        journal.End(Status(outcome.State));
        return outcome;

        void RunToEnd(Func<Task> train)
        {
            try
            {
                // Whatever else waits for the wish to stop may throw at it; that is not what the run fails of.
                new TrainingContext(() => _ = stop.CancelAsync(), Warn, Patience, host.Clock).Run(train);
            }
            finally
            {
                run.End();
            }
        }

        void Warn(string what)
        {
            host.Error.WriteLine($"warning: {request.Name} of {request.Experiment}: {what}");
            try
            {
                journal.SetTag("rllab.warning", what);
            }
            catch (Exception e) when (e is ObjectDisposedException or JournalException)
            {
                // The record is closed; the line above is all that there can be.
            }
        }
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

    private RunHeader Header(RunRequest request)
    {
        var experiment = experimentPrefix + request.Experiment;
        return new RunHeader(request.Id, experiment, request.Name, host.Clock.GetUtcNow())
        {
            ParentId = request.Sweep,
            Seed = request.Seed,
            Tags = request.Tags,
        };
    }

    private static RunStatus Status(RunState state) => state switch
    {
        RunState.Finished => RunStatus.Finished,
        RunState.Killed => RunStatus.Killed,
        _ => RunStatus.Failed,
    };

    private static string Shortened(string message) => message.Length <= 1_000 ? message : message[..1_000] + "...";
}
