namespace RlLab.Sweeps;

/// <summary>How the runs of a sweep share programs, decided before anything runs.</summary>
/// <param name="Width">How many runs each worker trains at once as one program; 1 for one at a time.</param>
/// <param name="Workers">How many workers there are.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record LanePlan(int Width, int Workers, string Reason)
{
    /// <summary>Lanes that are as many as pay.</summary>
    public const int Auto = 0;

    /// <summary>The most lanes of a worker.</summary>
    public const int Most = 1_024;

    /// <summary>From so many runs of a group on that a worker has, lanes are taken where nobody asked for any.</summary>
    private const int FewestThatPay = 4;

    /// <summary>More lanes than this gain little on a processor, whose vectors are full before.</summary>
    private const int MostByItself = 64;

    /// <summary>The swept parameters whose values separate the runs into groups.</summary>
    public IReadOnlyList<string> SeparatedBy { get; init; } = [];

    /// <summary>
    /// The groups, the largest first, by the tuning runs that are known before anything runs; under a sampler that learns, those of the first trials.
    /// </summary>
    public IReadOnlyList<LaneGroup> Groups { get; init; } = [];

    /// <summary>Whether lanes were asked for, and there are no two runs that could share a program.</summary>
    public bool IsInVain { get; private init; }

    /// <summary>What the sweep's store says of it; null for one run at a time.</summary>
    /// <param name="asked">What was asked for.</param>
    public LaneSettings? Settings(int asked) => Width == 1 ? null : new LaneSettings(Width, Workers) { AreAsked = asked != Auto };

    /// <summary>Plans the lanes of a sweep.</summary>
    /// <param name="plan">What the sweep will do.</param>
    /// <param name="asked">How many lanes each worker shall have; 1 for none, <see cref="Auto"/> for as many as pay.</param>
    /// <param name="workers">How many workers there are going to be.</param>
    /// <param name="device">Where they train: <c>cpu</c> or <c>cuda:0</c>.</param>
    public static LanePlan Of(SweepPlan plan, int asked, int workers, string device)
    {
        var learns = plan.MakeSampler().Learns;
        string[] separating = [.. plan.Space.Parameters.Where(LaneGroup.Separates).Select(p => p.Name)];
        var separated = separating.Length == 0 ? "" : $" by {string.Join(", ", separating)}";
        LaneGroup[] groups =
        [
            .. plan.ListTrials().GroupBy(Name).Select(group => new LaneGroup(group.Key, group.Count() * plan.Seeds.Count))
                .OrderByDescending(group => group.Runs),
        ];
        var most = (groups.FirstOrDefault()?.Runs + workers - 1) / workers ?? 0;
        return asked switch
        {
            1 => Off("as asked"),
            > 1 when !learns && groups.All(group => group.Runs < 2) =>
                Off($"no two runs could share a program: each is of a group of its own{separated}") with { IsInVain = true },
            > 1 => On(asked, "as asked"),
            _ when device != "cpu" => Off("on a GPU they are taken only where they are asked for (--lanes N)"),
            _ when plan.Experiment.PrefersGpu => Off("the experiment prefers a GPU, so that its networks are large enough to fill a processor"),
            _ when learns => Off(
                "lanes would have a sampler that learns choose settings before it has heard of others; --lanes N asks for them all the same"),
            _ when most < FewestThatPay => Off(
                $"each of {workers} workers would have {most} {(most == 1 ? "run" : "runs")} of a group{separated} at most, and lanes pay from "
                + $"{FewestThatPay} on"),
            _ => On(Math.Min(most, MostByItself), $"the largest group has {groups[0].Runs:N0} runs"),
        };

        LanePlan Off(string why) => Planned(1, $"Lanes are off: {why}.");

        LanePlan On(int width, string why) => Planned(
            width,
            $"{(workers == 1 ? "One worker has" : $"Each of {workers} workers has")} {width:N0} lanes, {why}{Later(width)}.");

        string Later(int width) => !learns ? ""
            : $"; a setting is chosen without the results of the {SweepSchedule.Lag(workers * width, plan.Seeds.Count) - 1:N0} trials before it";

        LanePlan Planned(int width, string reason) => new(width, workers, reason) { SeparatedBy = separating, Groups = groups };

        string Name(Trial trial) => LaneGroup.KeyOf(
            plan.Space.Parameters, trial.Parameters.ToDictionary(value => value.Key, value => value.Value.ToString()));
    }
}
