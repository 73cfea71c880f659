using System.CommandLine;
using RlLab.Sweeps;

namespace RlLab.Cli;

/// <summary>Adds trials or seeds to a sweep, and trains them.</summary>
internal sealed class ExtendCommand : TakeUpCommand
{
    private readonly Option<int?> _trials = SharedOptions.WholeNumber<int>("--trials", "How many more settings to try; not for a grid.");
    private readonly Option<int?> _seeds = SharedOptions.WholeNumber<int>("--seeds", "How many more runs of each setting, with the next seeds.");

    public ExtendCommand(HostContext host)
        : base(
            host,
            "extend",
            "Add trials or seeds to a sweep, and train them and what it lacks.",
            SharedOptions.Sweep(),
            "extend latest --seeds 5",
            "extend latest --until-decided",
            "extend 8d39956e --trials 20")
    {
        Options.Add(_trials);
        Options.Add(_seeds);
    }

    protected override IReadOnlyList<SweepEvent> Wanted(ParseResult arguments, SweepRecord sweep, SweepPlan plan)
    {
        var (moreTrials, moreSeeds) = (arguments.GetValue(_trials) ?? 0, arguments.GetValue(_seeds) ?? 0);
        if (moreTrials < 0 || moreSeeds < 0 || (moreTrials + moreSeeds == 0 && !IsToBeDecided(arguments)))
        {
            throw new UserException("`extend` adds --trials N, --seeds N or both, each a whole number from 1, or test seeds --until-decided.");
        }

        if (moreTrials > 0 && plan.Sampler == Sampler.Grid)
        {
            throw new UserException($"The sweep {sweep.Header.Id[..8]} is a grid, which tries every setting, so that --trials has none to add.");
        }

        var trials = plan.Trials + (long)moreTrials;
        var seeds = plan.Seeds.Concat(Enumerable.Range(1, moreSeeds).Select(next => plan.Seeds.Max() + next)).ToList();
        if (plan.MakeSampler().Count is { } count && trials > count)
        {
            throw new UserException(
                $"The space has {count:N0} settings, and {plan.Trials:N0} are in the sweep: at most {count - plan.Trials:N0} can be added.");
        }

        if (seeds.Count > Confirmation.FirstTestSeed)
        {
            throw new UserException($"{seeds.Count:N0} seeds are more than there are: those from {Confirmation.FirstTestSeed:N0} on test winners.");
        }

        if (trials * seeds.Count > int.MaxValue)
        {
            throw new UserException($"{trials:N0} trials with {seeds.Count:N0} seeds are more runs than can be run; ask for fewer.");
        }

        return moreTrials + moreSeeds > 0 ? [new SweepExtended((int)trials, seeds)] : [];
    }
}
