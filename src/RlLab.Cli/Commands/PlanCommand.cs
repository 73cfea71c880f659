using System.CommandLine;
using System.Globalization;
using RlLab.Sweeps;
using Spectre.Console;

namespace RlLab.Cli;

/// <summary>Shows what a sweep would do, before anything runs.</summary>
internal sealed class PlanCommand : LabCommand
{
    private const int ShownTrials = 100;
    private const int ShownGroups = 8;

    private readonly SweepArguments _sweep = new();
    private readonly Option<string?> _lanes = SessionArguments.OptionOf(SweepSettings.LanesKey);
    private readonly Option<bool> _keepRate = new("--keep-rate")
    {
        Description = "Keep how long a run took so far in rllab.rates beside the project, from which the build tells a sweep's time.",
    };

    public PlanCommand(HostContext host)
        : base(
            host,
            "plan",
            "Show the search space, the number of trials and runs, before anything runs.",
            "plan cartpole-reinforce",
            "plan cartpole-reinforce --space HiddenUnits=40,80 --space LearningRate=1e-4..1e-2:log",
            "plan cartpole-reinforce --sampler random --trials 20 --set HiddenUnits=32")
    {
        _sweep.AddTo(this);
        Options.Add(_lanes);
        Options.Add(_keepRate);
    }

    protected override Task<int> RunAsync(ParseResult arguments, Screen screen, CancellationToken stopping)
    {
        var settings = SettingsReader.Read(Host);
        var plan = _sweep.Plan(Host, settings, arguments, screen);
        var survey = SpaceSurvey.Of(plan.Space, plan.Sampler);
        var time = TimeEstimate.Of(LabDirectory.Of(Host), plan);
        var parallel = Math.Min(settings.Parallel ?? Host.Cores, plan.Runs);
        var lanes = Lanes(plan, settings, arguments, parallel);
        foreach (var exceeded in SweepBudget.Exceeded(plan, time))
        {
            screen.Note($"warning: {exceeded} `sweep` refuses it without --over-budget.");
        }

        screen.Show(Document(plan, survey, time, parallel, lanes), console =>
        {
            Print(plan, survey, console);
            console.WriteLine();
            Print(lanes, console);
            console.WriteLine(time is null
                ? "No earlier run with these fixed values says how long one takes."
                : $"It takes about {TimeEstimate.Words(time.For(plan.Runs, parallel))}, {parallel} at once: "
                    + (time.Runs == 1 ? "one earlier run took" : $"the median of {time.Runs:N0} earlier runs is")
                    + $" {TimeEstimate.Words(time.Median)}.");
            var others = plan.Experiment.NamedSweeps.Where(sweep => sweep != plan.Experiment.Sweep).ToList();
            if (others.Count > 0)
            {
                console.WriteLine($"Its other sweeps: {string.Join(", ", others.Select(sweep => $"{plan.Experiment.Name}/{sweep.Name}"))}.");
            }
        });
        if (arguments.GetValue(_keepRate))
        {
            KeepRate(plan.Experiment, time, screen);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private LanePlan Lanes(SweepPlan plan, LabSettings settings, ParseResult arguments, int workers)
    {
        var asked = arguments.GetValue(_lanes) is { } text ? SessionArguments.Set(settings.Sweep, SweepSettings.LanesKey, text) : settings.Sweep;

        // Where it may train is known without a look at it: auto takes a GPU for an experiment that prefers one alone, which has no lanes by itself.
        var device = settings.Device == "auto" ? "cpu" : settings.Device;
        return LanePlan.Of(plan, asked.Lanes ?? plan.Experiment.Sweep!.Lanes, workers, device);
    }

    private static object Document(SweepPlan plan, SpaceSurvey survey, TimeEstimate? time, int parallel, LanePlan lanes) => new
    {
        Experiment = plan.Experiment.Name,
        plan.Sampler,
        plan.SamplerSeed,
        SpaceSize = plan.Settings,
        Constraints = plan.Space.Constraints.Zip(
            survey.Kept, (constraint, kept) => new { constraint.Name, constraint.Summary, Keeps = survey.Part(kept) }),
        ConstraintsKeep = survey.Share,
        ConstraintsAreCounted = survey.IsWhole,
        plan.Trials,
        plan.Seeds,
        plan.TestRuns,
        plan.Runs,
        Pruner = plan.Pruner?.Pruner.Word(),
        plan.Objective,
        plan.Direction,
        SecondsPerRun = time?.Median.TotalSeconds,
        Seconds = time?.For(plan.Runs, parallel).TotalSeconds,
        Lanes = new { lanes.Width, lanes.Workers, lanes.Reason, lanes.SeparatedBy, lanes.Groups },
        Swept = plan.Space.Parameters.Select(ParameterDocument.Of),
        Fixed = ParameterDocument.Values(plan.Fixed),
        plan.SamplerReason,
        Settings = plan.ListTrials().Select(trial => ParameterDocument.Values(trial.Parameters)),
    };

    private static void Print(SweepPlan plan, SpaceSurvey survey, IAnsiConsole console)
    {
        var table = Tables.New("parameter", "default", "in this sweep", "what it is");
        foreach (var parameter in plan.Experiment.Parameters)
        {
            var use = plan.Fixed.TryGet(parameter.Name, out var set) ? $"set to {set}"
                : parameter.Domain is { } domain ? domain.ToString()!
                : parameter.Options.Count > 0 ? $"not swept: one of {string.Join(", ", parameter.Options)}"
                : "not swept";
            if (parameter.ActiveWhen is { } condition)
            {
                use += $", while {condition.Parameter} is {condition.Value}";
            }

            string[] row = [parameter.Name, parameter.Default.ToString(), use, parameter.Summary];
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(table);
        PrintConstraints(plan.Space, survey, console);
        var (sampler, direction) = (plan.Sampler.Word(), plan.Direction.ToString().ToLowerInvariant());
        var settings = plan.Settings switch
        {
            null => "no end of settings",
            1 => "1 setting",
            var size => $"{size:N0} settings",
        };
        if (plan.Space.Constraints.Count > 0)
        {
            settings += survey.IsWhole
                ? $", of which {survey.Allowed:N0} keep to all constraints"
                : $", of which about {Percent(survey.Share)} keep to all constraints";
        }

        console.WriteLine($"The space has {settings}; the {sampler} sampler takes {plan.Trials:N0}.");
        console.WriteLine(
            $"{plan.Size}, compared by {plan.Objective} ({direction}).");
        if (plan is { TestRuns: > 0, Confirmation: { } confirmation })
        {
            console.WriteLine(
                $"The best {Math.Min(confirmation.Settings, plan.Trials)} are run again with {confirmation.Seeds ?? plan.Seeds.Count} test seeds each"
                + $"{(confirmation.UntilDecided is null ? "" : ", and more until it is decided")}.");
        }

        if (plan.Pruner is { } pruner)
        {
            console.WriteLine($"The {pruner.Pruner.Word()} pruner ends runs early.");
        }

        if (plan.SamplerReason is { } reason)
        {
            console.WriteLine(reason);
        }

        console.WriteLine("Trial by trial, each with all its seeds before the next:");
        console.WriteLine();
        var known = plan.ListTrials().ToList();
        foreach (var trial in known.Take(ShownTrials))
        {
            var swept = plan.Space.Parameters.Where(p => trial.Parameters.TryGet(p.Name, out _))
                .Select(p => $"{p.Name}={Numbers.ShortParameter(trial.Parameters[p.Name].ToString())}");
            console.WriteLine($"  trial {trial.Number}  {string.Join(' ', swept.DefaultIfEmpty("the values above"))}");
        }

        if (known.Count > ShownTrials)
        {
            console.WriteLine($"  ... and {known.Count - ShownTrials:N0} more; --json lists them all.");
        }

        if (plan.Trials > known.Count)
        {
            console.WriteLine($"  The other {plan.Trials - known.Count:N0} depend on what comes of those before them.");
        }
    }

    private static void Print(LanePlan lanes, IAnsiConsole console)
    {
        console.WriteLine(lanes.Reason);
        if (lanes.Groups.Count > 1)
        {
            var shown = lanes.Groups.Take(ShownGroups).Select(group => $"{group.Name} ({group.Runs:N0} runs)");
            var more = lanes.Groups.Count > ShownGroups ? $" and {lanes.Groups.Count - ShownGroups:N0} more" : "";
            console.WriteLine(
                $"{string.Join(", ", lanes.SeparatedBy)} {(lanes.SeparatedBy.Count == 1 ? "separates" : "separate")} the runs into "
                + $"{lanes.Groups.Count:N0} groups that could share a program: {string.Join(", ", shown)}{more}.");
        }
    }

    private static void PrintConstraints(SearchSpace space, SpaceSurvey survey, IAnsiConsole console)
    {
        if (space.Constraints.Count == 0)
        {
            return;
        }

        var table = Tables.New("constraint", survey.IsWhole ? "keeps" : "keeps about", "what it is");
        foreach (var (constraint, kept) in space.Constraints.Zip(survey.Kept))
        {
            table.AddRow(new Text(constraint.Name), new Text(Percent(survey.Part(kept))), new Text(constraint.Summary));
        }

        console.Write(table);
    }

    private static string Percent(double share) => share.ToString(share is > 0 and < 0.01 ? "0.00%" : "0%", CultureInfo.InvariantCulture);

    private void KeepRate(ExperimentDescriptor experiment, TimeEstimate? time, Screen screen)
    {
        if (time is null)
        {
            throw new UserException(
                $"No run of '{experiment.Name}' with these fixed values has been swept to its end in {LabDirectory.Of(Host)}, so there is no time to "
                + $"keep. Train some first: sweep {experiment.Name} --trials 3.");
        }

        screen.Note($"A run of {experiment.Name} takes {TimeEstimate.Words(time.Median)}: kept in "
            + $"{time.Keep(Source.Folder(Host, experiment), experiment.Name)}.");
    }
}
