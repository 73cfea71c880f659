using System.CommandLine;
using RlLab.Engines;
using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;

namespace RlLab.Cli;

/// <summary>Trains runs of a sweep, which it claims from the sweep's store: on any machine that can see the store.</summary>
internal sealed class WorkerCommand : LabCommand
{
    public const string CommandName = "worker";

    /// <summary>How long a run may take to stop, before it is stopped the hard way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Option<string> _store = new("--store")
    {
        Description = "The sweep's store: its folder, .rllab/sweeps/ID, the beginning of its id, or its address in PostgreSQL.",
        HelpName = "FOLDER|ID|ADDRESS",
        Required = true,
    };

    private readonly Option<int?> _threads = SharedOptions.WholeNumber<int>("--threads", "CPU threads to train with. [default: the number of cores]");
    private readonly Option<string?> _log = new("--log")
    {
        Description = "The file that receives what it prints, for last words.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _line = new("--line") { Hidden = true };

    public WorkerCommand(HostContext host)
        : base(
            host,
            CommandName,
            "Train runs of a sweep, on any machine that sees its store, until none is left to begin.",
            "worker --store .rllab/sweeps/8d39956e0d3f4f0f9c6c3a3f2b1a0c5e",
            "worker --store latest --threads 4",
            "worker --store postgres://lab@db.example/rllab?sweep=8d39956e")
    {
        Options.Add(_store);
        Options.Add(_threads);
        Options.Add(_log);
        Options.Add(_line);
    }

    /// <summary>The arguments that start a worker with a line to its host.</summary>
    public static IReadOnlyList<string> ArgumentsFor(string store, int threads, string log) =>
        [.. ArgumentsFor(store, threads), "--log", log, "--line"];

    /// <summary>The arguments that start a worker without a host.</summary>
    public static IReadOnlyList<string> ArgumentsFor(string store, int threads) => [CommandName, "--store", store, "--threads", $"{threads}"];

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        // The line to the host is standard input and output as they were; what an experiment prints goes to the worker's log, and what it reads is
        // empty. Ctrl-C reaches the worker too, and is left to the host: it tells the worker to stop.
        var line = arguments.GetValue(_line) ? new WorkerLine(Host.OpenInput(), Host.Output, Host.Clock) : null;
        Host.LeaveStreamsToTheRun();
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(line?.Stopping ?? stopping);
        using var signal = line is null ? TimeUpSignal.Register(timeUp.Cancel) : null;
        var (store, address) = new SweepLibrary(Host, LabDirectory.Of(Host)).Open(arguments.GetRequiredValue(_store), screen, timeUp.Token);
        using (store)
        {
            var header = store.Read().Header;
            var plan = SweepPlans.Of(Host, header);
            var differences = header.Identity!.Differences(plan.Identity(header.Lag!.Value, header.Settings!.Tags));
            if (differences.Count > 0)
            {
                throw new UserException(
                    $"This program is not the one that the sweep {header.Id[..8]} is of: it differs in {string.Join("; ", differences)}. "
                    + $"Start workers of the program that began it, or accept the change with `resume {header.Id[..8]} --accept-changes`.");
            }

            TorchEngines.Use(
                TorchEngines.Parse(header.Settings.Engine, "the sweep's store") ?? TorchEngine.Managed, arguments.GetValue(_threads) ?? Host.Cores);
            var isElsewhere = StoreAddress.IsOne(address);
            var lab = isElsewhere ? LabDirectory.Of(Host) : Path.GetDirectoryName(Path.GetDirectoryName(address))!;
            var settings = SettingsReader.Read(Host);
            using var spareMark = new TrainingMark.Spare(lab);
            var trainer = new RunTrainer(Host, lab, header.Settings.ExperimentPrefix)
            {
                CheckpointEvery = settings.CheckpointEvery,
                Recording = RecordingOptions.Of(Host, settings, plan.Experiment) with { Films = header.Settings.Films },
                SpareMark = spareMark,
            };
            var runs = new SweepRuns(trainer, lab);
            var lanes = header.Settings.Lanes is { } width ? new LaneRuns(trainer, lab, width) : null;
            var log = arguments.GetValue(_log);
            ISweepObserver observer = line is null ? new WorkerNotes(screen) : line;
            var before = StaticState.Of(plan.Experiment.Create.Method.Module.Assembly);
            var options = new WorkerOptions
            {
                GivesBack = () => line is null || line.Orphaned.IsCancellationRequested,
                BuriesTheDead = line is null,
                WaitsForTheMissing = line is null ? store.Lease * 1.1 : TimeSpan.Zero,
                Traces = run => lanes?.Traces(run) ?? trainer.Traces + (log is null ? 0 : LogFile.Length(log)),
                LastWords = run => lanes is not null ? lanes.LastWords(run) : log is null ? null : LogFile.LastLine(log),
                Turn = () => lanes?.Turn ?? (null, 0),
                MayTrainAnother = () => IsUnchanged(before, lanes, observer),
                Grace = Grace,
            };
            var loop = new WorkerLoop(store, plan.Schedule(), SweepRequests.Of, options, Host.Clock);
            if (line is not null)
            {
                line.Orphaned.Register(() => _ = ExitAfterGraceAsync());
                line.Open();
                Work(observer);
                return ExitCode.Done;
            }

            if (isElsewhere)
            {
                await WorkAndShipAsync(Work, observer, trainer, screen, timeUp.Token);
            }
            else
            {
                Work(observer);
            }

            return stopping.IsCancellationRequested ? ExitCode.Stopped
                : store.Read() is { IsCancelled: false } left && plan.Schedule().Next(left).Any() ? WorkerExit.RunsAreLeft
                : ExitCode.Done;

            void Work(ISweepObserver told)
            {
                if (lanes is null)
                {
                    loop.Work(runs.Train, told, timeUp.Token);
                }
                else
                {
                    loop.Work(next => lanes.Train(next, loop, told), told, timeUp.Token);
                }
            }
        }
    }

    /// <summary>Whether runs may share the process: else what one has left in static fields would change the next.</summary>
    private bool IsUnchanged(StaticState before, LaneRuns? lanes, ISweepObserver observer)
    {
        var changes = string.Join(", ", before.Changes());
        if (changes.Length == 0)
        {
            return true;
        }

        Host.Error.WriteLine($"The run has changed {changes}, which outlives it. The next one gets a process of its own.");
        if (lanes is { HaveShared: true })
        {
            observer.Noted(
                $"warning: Runs that trained beside each other as lanes have changed {changes}, which they share, so that what they found may not "
                + "be what each would have found alone. Keep that in the experiment's own fields, or train one run at a time with --lanes off.");
        }

        return false;
    }

    /// <summary>Works, and ships what its runs log: where no folder is shared, nobody else can.</summary>
    private async Task WorkAndShipAsync(
        Action<ISweepObserver> work, ISweepObserver observer, RunTrainer trainer, Screen screen, CancellationToken stopping)
    {
        if (TrackingChoice.Named(Host, SettingsReader.Read(Host)) is not { } named)
        {
            screen.Note("warning: No tracking server is named (MLFLOW_TRACKING_URI): what runs log stays in .rllab of this machine, until `sync`.");
            work(observer);
            return;
        }

        await using var tracking = await TrackingSession.StartAsync(Host, named, stopping: stopping);
        work(new RecordingObserver(observer, trainer, tracking.Follow));
        (await tracking.FinishAsync(CancellationToken.None)).ShowProblems(screen);
    }

    private async Task ExitAfterGraceAsync()
    {
        await Task.Delay(Grace, Host.Clock);
        Environment.Exit(ExitCode.Failed);
    }
}
