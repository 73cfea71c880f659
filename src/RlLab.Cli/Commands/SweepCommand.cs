using System.CommandLine;
using RlLab.Sweeps;
using RlLab.Sweeps.Postgres;

namespace RlLab.Cli;

/// <summary>Trains every setting of a plan with every seed, and compares them.</summary>
internal sealed class SweepCommand : LabCommand
{
    private readonly SweepArguments _sweep = new();
    private readonly SessionArguments _session = new();
    private readonly Option<string?> _store = new("--store")
    {
        Description = "A database that keeps the sweep, for workers that share no folder with this machine. [default: none, .rllab/sweeps]",
        HelpName = "postgres://USER@HOST/DATABASE",
    };

    private readonly Option<bool> _overBudget = new("--over-budget")
    {
        Description = "Sweep although it takes more than the experiment's [Budget] says.",
    };

    private readonly Option<string?> _from = SharedOptions.From();
    private readonly Option<string?> _device = SharedOptions.Device();
    private readonly Option<string?> _engine = SharedOptions.Engine();

    public SweepCommand(HostContext host)
        : base(
            host,
            "sweep",
            "Train every setting with every seed, and compare them.",
            "sweep cartpole-reinforce",
            "sweep cartpole-dqn --defaults --seeds 10",
            "sweep cartpole-reinforce --sampler grid --space HiddenUnits=40,80 --set LearningRate=0.01 --set Discount=0.99",
            "sweep cartpole-reinforce --sampler random --trials 20 --seeds 5 --parallel 2 --set HiddenUnits=32",
            "sweep cartpole-reinforce --launcher slurm --trials 100")
    {
        _sweep.AddTo(this);
        _session.AddTo(this);
        Options.Add(_store);
        Options.Add(_overBudget);
        Options.Add(_from);
        Options.Add(_device);
        Options.Add(_engine);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        TellInterrupted(screen);
        var plan = _sweep.Plan(Host, settings, arguments, screen);
        if (plan.Experiment.Budget is not null && !arguments.GetValue(_overBudget)
            && SweepBudget.Exceeded(plan, TimeEstimate.Of(LabDirectory.Of(Host), plan)).FirstOrDefault() is { } exceeded)
        {
            throw new UserException($"{exceeded} Ask for less (`plan` shows the sweep), or for all of it with --over-budget.");
        }

        var launcher = _session.Launcher(arguments);
        var isOnSlurm = launcher == LauncherKind.Slurm;
        var device = arguments.GetValue(_device) ?? settings.Device;
        device = isOnSlurm && device == "auto" && !settings.Slurm.HasGpu ? "cpu" : device;
        var placement = await Placement.ChooseAsync(
            Host, screen, settings, arguments.GetValue(_engine), device, plan.Experiment, stopping, elsewhere: launcher != LauncherKind.Local);
        var limits = _session.Limits(settings.Sweep, arguments);
        var slurm = new SlurmSession(Host, screen, settings, limits);
        if (isOnSlurm)
        {
            await slurm.CheckAsync(stopping);
        }

        if (limits.Gpus.Count > 0 && placement.Device == "cpu")
        {
            throw new UserException("--gpus shares GPUs among runs that train on the CPU. Leave it out, or add --device cuda.");
        }

        var asked = limits.Lanes ?? plan.Experiment.Sweep!.Lanes;
        var parallel = Math.Min(
            plan.Runs, _session.Parallel(settings, arguments, isOnSlurm ? SlurmSession.Parallel(plan, Math.Max(1, asked)) : Host.Cores));
        var lanes = LanePlan.Of(plan, asked, parallel, placement.Device);
        if (lanes.IsInVain)
        {
            screen.Note($"warning: {lanes.Reason}");
        }

        var lab = LabDirectory.Of(Host);
        LabDirectory.Make(lab);
        var from = StartingTags.Of(Host, arguments.GetValue(_from));
        var standard = Source.Tags(Host, settings, plan.Experiment, placement, what => screen.Note($"warning: {what}"));
        var tags = new Dictionary<string, string>([.. standard, .. from]);
        var header = SweepRequests.Header(
            plan,
            SweepRequests.NewId(),
            Host.Clock.GetUtcNow(),
            parallel,
            SweepRequests.Settings(placement, settings.ExperimentPrefix, tags) with { Lanes = lanes.Settings(asked), Films = limits.Films },
            limits.Limits);
        var (store, address) = Begin(arguments.GetValue(_store), header, plan.Schedule().KnownBeforehand(header), lab, screen);
        using (store)
        {
            return launcher switch
            {
                LauncherKind.Slurm => await slurm.SubmitAsync(store, address, parallel, stopping),
                LauncherKind.None => new SweepBegun(Host, screen).Show(store.Read(), address),
                _ => await new SweepSession(Host, screen, settings, parallel, limits).RunAsync(store, address, plan, lab, stopping),
            };
        }
    }

    private (ISweepStore Store, string Address) Begin(string? database, SweepHeader header, IEnumerable<RunPlanned> runs, string lab, Screen screen)
    {
        if (database is not null)
        {
            var store = new SweepLibrary(Host, lab).Begin(new StoreAddress(database), header, runs, screen);
            return (store, store.Address);
        }

        var journal = LabDirectory.SweepJournal(lab, header.Id);
        return (JournalFolder.Create(journal, header, runs, Host.Clock), Path.GetDirectoryName(journal)!);
    }
}
