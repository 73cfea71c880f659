using RlLab.Engines;
using RlLab.Journal;
using RlLab.Lanes;
using RlLab.Sweeps;
using RlLab.Tracking;
using TorchSharp;

namespace RlLab.Cli;

/// <summary>One run in training, from the opening of its record to its end: alone on its thread, or as a lane beside others.</summary>
/// <param name="trainer">Has what its runs share.</param>
/// <param name="request">What to train.</param>
/// <param name="progress">Told how far the run is.</param>
/// <param name="reported">Told each value of the objective; answers why the run shall be pruned, and null while it goes on.</param>
/// <param name="stopping">Signalled when the run shall stop.</param>
internal sealed class RunTraining(
    RunTrainer trainer, RunRequest request, Action<RunProgress> progress, Func<ObjectivePoint, string?> reported, CancellationToken stopping)
    : LaneTraining
{
    /// <summary>The tag that says what of a run in a lane could not be answered together with others, and why.</summary>
    public const string NotJoinedTag = "rllab.lanes.not_joined";

    private const string TraceFile = "failure.txt";

    /// <summary>How long <c>async void</c> methods may go on after training; less than a run has to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<string> _early = [];
    private TrainingContext? _context;
    private CancellationTokenSource? _stop;
    private RunWarnings? _warnings;
    private volatile RunJournal? _journal;
    private Task<RunOutcome>? _training;
    private string? _pruned;
    private string? _givenBack;

    /// <summary>What to train.</summary>
    public RunRequest Request => request;

    /// <summary>What it printed as a lane.</summary>
    public LanePrint Print { get; } = new(request.Name);

    /// <summary>A number that grows with whatever it records or prints as a lane.</summary>
    public long Traces => (_journal?.Position ?? 0) + Print.Length;

    /// <summary>How many runs share its thread. Default: it alone.</summary>
    public Func<int> Lanes { get; init; } = () => 1;

    /// <summary>Asked when the process ends in the middle: whether it may be this run that ends it. Default: it is.</summary>
    public Func<bool> MayEndTheProcess { get; init; } = () => true;

    /// <summary>What of its requests could not be joined with those of others, and why. Default: nothing.</summary>
    public Func<IReadOnlyList<string>> NotJoined { get; init; } = () => [];

    /// <summary>Told how it ended, on its thread. Default: nobody.</summary>
    public Action<RunOutcome> HasEnded { get; init; } = _ => { };

    /// <summary>
    /// Told, on its thread or where the process ends, why it has to be begun again through no fault of its own. Default: null; it fails instead.
    /// </summary>
    public Action<string>? GivingBack { get; init; }

    /// <summary>Told, on its thread, that it ran out of memory beside others, and is given back. Default: nobody.</summary>
    public Action RanOutOfMemory { get; init; } = () => { };

    /// <inheritdoc/>
    public override SynchronizationContext Context => Training;

    private TrainingContext Training => _context ??= new(() => Stop(), Warn, Patience, trainer.Host.Clock) { Posted = Wake };

    /// <summary>Trains alone, on the calling thread.</summary>
    public RunOutcome Run()
    {
        Training.RunAlone(Start);
        return _training!.Result;
    }

    /// <inheritdoc/>
    public override Task Start() => _training = TrainAsync();

    /// <inheritdoc/>
    public override bool DoPosted() => Training.DoPosted();

    /// <inheritdoc/>
    public override void Ended()
    {
        Print.End();
        if (_givenBack is not null)
        {
            RanOutOfMemory();
            GivingBack!(_givenBack);
        }
        else if (_training!.IsCompletedSuccessfully)
        {
            HasEnded(_training.Result);
        }
        else
        {
            var error = _training.Exception!.InnerException!;
            HasEnded(new RunOutcome(RunState.Failed, Message: $"{error.GetType().Name}: {error.Message}"));
        }
    }

    private async Task<RunOutcome> TrainAsync()
    {
        try
        {
            var folder = Path.Combine(LabDirectory.Runs(trainer.Lab), request.Id);
            var before = RunLog.TryRead(folder);
            if (before?.Status is RunStatus.Finished or RunStatus.Running)
            {
                return new RunOutcome(RunState.Failed, Message: before.Status == RunStatus.Running
                    ? $"Another process trains it already, and records it in {folder}."
                    : $"It has finished before, and is recorded in {folder}.");
            }

            var origin = RunOrigin.Of(TorchEngines.Loaded.ToString(), request.Device, trainer.AuthorOf(request));
            using var checkpoints = new RunCheckpoints(new(RunFolder.State(folder)), origin, trainer.CheckpointEvery, trainer.Host.Clock, Warn)
            {
                Runs = Lanes,
            };
            if (before is not null)
            {
                // Asked before the record is touched: a run that cannot go on here stays as it is.
                checkpoints.Find(before.Length);
            }

            using var journal = before is null
                ? RunJournal.Create(LabDirectory.Runs(trainer.Lab), trainer.Header(request), trainer.Host.Clock, trainer.Recording.Durability)
                : RunJournal.Resume(folder, trainer.Host.Clock, Warn, trainer.Recording.Durability);
            _journal = journal;
            if (before is null && request.Sweep is null && trainer.Recording.Changes() is { } changes)
            {
                journal.LogText(SourceChanges.Artifact, changes);
            }

            using var mark = TrainingMark.Set(trainer.Lab, request.Id, trainer.SpareMark);
            _warnings = new RunWarnings(trainer.Host.Error, request, journal);
            _early.ForEach(_warnings.Add);
            if (before?.Status == RunStatus.Failed && before.Tags.GetValueOrDefault(RunEnd.FailureTag) is { } failure)
            {
                journal.SetTag(RunEnd.FailureTag, RunEnd.Shortened($"Before it was taken up: {failure}"));
            }

            var began = trainer.Host.Clock.GetTimestamp();
            var outcome = await TrainAsync(journal, checkpoints);
            return before is null ? outcome : outcome with { Trained = before.Trained + trainer.Host.Clock.GetElapsedTime(began) };
        }
        catch (Exception e) when (e is UserException or JournalException)
        {
            return new RunOutcome(RunState.Failed, Message: e.Message);
        }
    }

    private async Task<RunOutcome> TrainAsync(RunJournal journal, RunCheckpoints checkpoints)
    {
        using var stop = _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = new RecordedRun(
            journal, request, trainer.Recording.Films ? trainer.Video : null, checkpoints, trainer.Host.Clock, progress, Report, stop.Token, Warn);
        RunOutcome outcome;
        var system = trainer.Recording.SystemMetrics ? new SystemMonitor(journal, trainer.Host.Clock) : null;
        try
        {
            AppDomain.CurrentDomain.ProcessExit += EndWithTheProcess;
            var experiment = trainer.Host.Experiment(request.Experiment);
            torch.manual_seed(request.Seed);
            await RunToEndAsync(() => experiment.RunAsync(ParameterBinder.Read(experiment, request.Parameters), run));
            var whyNot = RunEnd.WhyNotComparable(request.Objective, run.Objective, journal);
            outcome = new RunOutcome(whyNot is null ? RunState.Finished : RunState.NotComparable, run.Objective, whyNot);
        }
        catch (Exception e) when (IsStopping() && e is not JournalException)
        {
            trainer.Throwing(e);
            var what = e is OperationCanceledException ? "It was stopped." : $"It was stopped: {e.Message}";
            outcome = new RunOutcome(RunState.Killed, run.Objective, what);
        }
        catch (Exception e) when (GivingBack is not null && Lanes() > 1 && OutOfMemory.Is(UserCode.Unwrap(e)))
        {
            _givenBack = $"It ran out of memory beside {Lanes() - 1} other {(Lanes() == 2 ? "run" : "runs")}, and is begun again beside fewer.";
            outcome = new RunOutcome(RunState.Killed, run.Objective, _givenBack);
        }
        catch (OperationCanceledException) when (_pruned is not null)
        {
            outcome = new RunOutcome(RunState.Pruned, run.Objective, _pruned);
        }
        catch (Exception e) when (e is not JournalException)
        {
            trainer.Throwing(e);
            var diverged = UserCode.Unwrap(e) as DivergedException;
            var what = RunEnd.Describe(e, trainer.AuthorOf(request), trainer.Host.CurrentDirectory);
            outcome = new RunOutcome(RunState.Failed, run.Objective, what, diverged?.Step) { Diverged = diverged is null ? null : true };
            journal.LogText(TraceFile, e.ToString());
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= EndWithTheProcess;
            system?.Dispose();
        }

        if (NotJoined() is { Count: > 0 } reasons)
        {
            journal.SetTag(NotJoinedTag, RunEnd.Shortened(string.Join('\n', reasons)));
        }

        if (LearningCurve.Of(RunLog.Read(journal.Folder), request.Objective) is { } curve)
        {
            journal.LogFigure("learning-curve", curve);
        }

        RunEnd.Record(journal, outcome);
        if (outcome.State is RunState.Finished or RunState.NotComparable or RunState.Pruned)
        {
            checkpoints.Clear();
        }

        return outcome.State == RunState.Failed
            ? outcome with { Message = $"{outcome.Message} The trace is in {RunFolder.Artifact(journal.Folder, TraceFile)}." }
            : outcome;

        async Task RunToEndAsync(Func<Task> train)
        {
            try
            {
                await Training.TrainAsync(train);
            }
            finally
            {
                Training.End();
                run.End();
            }
        }

        // Told on a thread of the runtime's, so that the caller of Environment.Exit cannot be found.
        void EndWithTheProcess(object? sender, EventArgs e)
        {
            if (GivingBack is not null && !MayEndTheProcess())
            {
                GiveBack();
                return;
            }

            var what = $"Something in the run ended the whole process in the middle of it, with exit code {Environment.ExitCode}, "
                + "as Environment.Exit does.";
            var ended = IsStopping()
                ? new RunOutcome(RunState.Killed, run.Objective, "It was stopped.")
                : new RunOutcome(RunState.Failed, run.Objective, what);
            EndRecord(ended);
            trainer.Exiting(ended);
        }

        // Whoever takes it up must find its record closed.
        void GiveBack()
        {
            EndRecord(new RunOutcome(RunState.Killed, run.Objective));
            try
            {
                journal.Dispose();
            }
            catch (JournalException)
            {
                // It is closed all the same; what the disk lost of it, whoever takes it up sees.
            }

            GivingBack("It was given back: a run in a lane beside it ended the process.");
        }

        void EndRecord(RunOutcome ended)
        {
            try
            {
                run.End();
                RunEnd.Record(journal, ended);
                TrainingMark.Remove(trainer.Lab, request.Id);
            }
            catch (JournalException)
            {
                // A disk that takes nothing keeps the end from being recorded; it is told all the same.
            }
        }
    }

    private void Report(ObjectivePoint point)
    {
        if (_pruned is null && (_pruned = reported(point)) is not null)
        {
            Stop();
        }
    }

    /// <summary>Tells it to stop. Whatever else waits for that may throw at it, which is not what the run fails of.</summary>
    private void Stop() => _ = _stop?.CancelAsync();

    private void Warn(string what)
    {
        if (_warnings is null)
        {
            _early.Add(what);
        }
        else
        {
            _warnings.Add(what);
        }
    }

    /// <summary>Ctrl-C also reaches programs that a run has started, so a run may end in an error before it is told to stop.</summary>
    private bool IsStopping() => stopping.IsCancellationRequested || trainer.Host.Stopping.IsCancellationRequested;
}
