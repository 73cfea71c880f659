using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>A command that takes a sweep up again: it says which runs it wants, and they are trained.</summary>
internal abstract class TakeUpCommand : LabCommand
{
    /// <summary>How long runs of a host that is gone may take to end.</summary>
    private static readonly TimeSpan OrphansTime = WorkerCommand.Grace + TimeSpan.FromSeconds(2);

    private readonly SessionArguments _session = new(takesUp: true);
    private readonly Option<bool> _untilDecided = SharedOptions.UntilDecided();
    private readonly Option<int?> _budgetRuns = SharedOptions.BudgetRuns();
    private readonly Option<bool> _acceptChanges = new("--accept-changes")
    {
        Description = "Go on although the code or the space is another than the sweep was begun with.",
    };

    protected TakeUpCommand(HostContext host, string name, string description, Argument<string> taken, params string[] examples)
        : base(host, name, description, examples)
    {
        Arguments.Add(Taken = taken);
        _session.AddTo(this);
        Options.Add(_untilDecided);
        Options.Add(_budgetRuns);
        Options.Add(_acceptChanges);
    }

    /// <summary>What is taken up.</summary>
    protected Argument<string> Taken { get; }

    /// <summary>Whether a run on its own may be named too.</summary>
    protected virtual bool TakesRuns => false;

    /// <summary>Whether it was asked for test seeds until it is decided which setting is best.</summary>
    protected bool IsToBeDecided(ParseResult arguments) => arguments.GetValue(_untilDecided);

    /// <summary>What is to be noted of what is wanted beside that which is missing.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="sweep">What the store holds.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="UserException">What was typed does not fit the sweep.</exception>
    protected abstract IReadOnlyList<SweepEvent> Wanted(ParseResult arguments, SweepRecord sweep, SweepPlan plan);

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        TellInterrupted(screen);
        var lab = LabDirectory.Of(Host);
        var (store, address) = new SweepLibrary(Host, lab).Open(arguments.GetRequiredValue(Taken), screen, orRun: TakesRuns);
        using (store)
        using (store.Lead())
        {
            var found = store.Read();
            var header = found.Header;
            var launcher = _session.Launcher(arguments, found);
            var isOnSlurm = launcher == LauncherKind.Slurm;
            var plan = SweepPlans.Of(Host, header);
            var recorded = header.Settings!;
            var placement = await Placement.ChooseAsync(
                Host, screen, settings, recorded.Engine, recorded.Device, plan.Experiment, stopping, elsewhere: launcher != LauncherKind.Local);
            var tags = Source.Tags(Host, settings, plan.Experiment, placement, what => screen.Note($"warning: {what}"));
            var identity = AcceptedIdentity(arguments, header, plan, tags);
            var before = settings.Sweep with { Limits = header.Limits ?? settings.Sweep.Limits, Lanes = null, Films = recorded.Films };
            var limits = _session.Limits(before, arguments);
            var parallel = _session.Parallel(
                settings, arguments, isOnSlurm ? SlurmSession.Parallel(plan, recorded.Lanes?.Width ?? 1) : Host.Cores);
            var lanes = Lanes(plan, recorded, limits, parallel);
            var slurm = new SlurmSession(Host, screen, settings, limits);
            if (isOnSlurm)
            {
                await slurm.CheckAsync(stopping, found);
            }

            var sweep = isOnSlurm ? store.Read() : await WithoutOrphansAsync(store, screen, stopping);

            // Asked before anything is noted: what is refused leaves the sweep as it was.
            var wanted = Wanted(arguments, sweep, plan);
            var confirmation = Confirmation(arguments, header, wanted.OfType<SweepExtended>().LastOrDefault()?.Trials ?? plan.Trials);
            store.Note(new SweepResumed(sweep.Round + 1)
            {
                Identity = identity,
                Confirmation = confirmation,
                Limits = _session.SetsLimits(arguments) ? limits.Limits : null,
                Settings = identity is null && lanes == recorded.Lanes && limits.Films == recorded.Films ? null
                    : recorded with
                    {
                        Tags = identity is null ? recorded.Tags : new Dictionary<string, string>([.. tags, .. StartingTags.Of(recorded.Tags)]),
                        Lanes = lanes,
                        Films = limits.Films,
                    },
            });
            foreach (var run in sweep.Runs.Where(run => run.Died || run.State is RunState.Killed or RunState.Interrupted))
            {
                store.Note(new RunWantedAgain(run.Id, run.Attempts));
            }

            foreach (var entry in wanted)
            {
                store.Note(entry);
            }

            plan = SweepPlans.Of(Host, store.Read().Header);
            PlanWhatIsKnown(store, plan);
            if (isOnSlurm)
            {
                var tasks = _session.Parallel(settings, arguments, SlurmSession.Parallel(plan, lanes?.Width ?? 1));
                return await slurm.SubmitAsync(store, address, tasks, stopping);
            }

            if (launcher == LauncherKind.None)
            {
                return new SweepBegun(Host, screen).Show(store.Read(), address);
            }

            return await new SweepSession(Host, screen, settings, parallel, limits).RunAsync(store, address, plan, lab, stopping);
        }
    }

    /// <summary>The lanes from now on: those of before, unless others are asked for, spread over the workers that there are now.</summary>
    private static LaneSettings? Lanes(SweepPlan plan, RunSettings recorded, SweepSettings asked, int workers) => asked.Lanes is { } lanes
        ? LanePlan.Of(plan, lanes, workers, recorded.Device).Settings(lanes)
        : recorded.Lanes is { } before ? before with { Workers = workers } : null;

    /// <summary>How the winner is confirmed from now on; null where that is not to change.</summary>
    private ConfirmationOptions? Confirmation(ParseResult arguments, SweepHeader header, int trials)
    {
        var (asked, budget) = (IsToBeDecided(arguments), arguments.GetValue(_budgetRuns));
        if (!asked && budget is null)
        {
            return null;
        }

        if (trials == 1)
        {
            throw new UserException(
                $"The sweep {header.Id[..8]} has one setting, so that nothing is to be decided. Leave out --until-decided and --budget-runs.");
        }

        return asked || header.Confirmation?.UntilDecided is not null
            ? (header.Confirmation ?? new ConfirmationOptions()).GoingOn(budget)
            : throw new UserException("--budget-runs limits what --until-decided may run. Add that, or leave it out.");
    }

    /// <summary>The identity that the sweep has from now on; null where it is what it was.</summary>
    private SweepIdentity? AcceptedIdentity(ParseResult arguments, SweepHeader header, SweepPlan plan, IReadOnlyDictionary<string, string> tags)
    {
        var identity = plan.Identity(header.Lag!.Value, tags);
        var differences = header.Identity!.Differences(identity);
        return differences.Count == 0 ? null
            : arguments.GetValue(_acceptChanges) ? identity
            : throw new UserException(
                $"The sweep {header.Id[..8]} was begun with something else, so that what it has found and what it would find could not be compared: "
                + $"{string.Join("; ", differences)}. Go back to what it was, begin a new sweep with `sweep {header.Experiment}`, or go on all "
                + "the same with --accept-changes.");
    }

    /// <summary>The sweep, once workers whose host is gone have ended their runs, which they do by themselves.</summary>
    private async Task<SweepRecord> WithoutOrphansAsync(ISweepStore store, Screen screen, CancellationToken stopping)
    {
        var began = Host.Clock.GetTimestamp();
        var sweep = store.Read();
        if (IsAtIt(sweep))
        {
            screen.Note("Workers of before are still at it; those whose host is gone end by themselves.");
        }

        while (IsAtIt(sweep) && Host.Clock.GetElapsedTime(began) < OrphansTime)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Host.Clock, stopping);
            sweep = store.Read();
        }

        return sweep;

        static bool IsAtIt(SweepRecord sweep) => sweep.Runs.Any(run => run.State == RunState.Running);
    }

    /// <summary>Notes the runs whose settings need no results, so that the store tells of them before they begin.</summary>
    private static void PlanWhatIsKnown(ISweepStore store, SweepPlan plan)
    {
        var sweep = store.Read();
        var known = sweep.Runs.Select(run => run.Id).ToHashSet();
        foreach (var run in plan.Schedule().KnownBeforehand(sweep.Header).Where(run => !known.Contains(run.Run)))
        {
            store.Note(run);
        }
    }
}
