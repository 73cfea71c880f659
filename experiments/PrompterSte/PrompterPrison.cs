using RlLab.Algorithms.Prompting;
using RlLab.Algorithms.Reinforce;
using RlLab.Algorithms.StraightThrough;
using RlLab.Environments;

namespace RlLab.Experiments;

/// <summary>The prison as its prisoner lives it, whom the prompter's 8 bits reach, against a scripted guard.</summary>
internal static class PrompterPrison
{
    private const int Bits = 8;

    /// <summary>How REINFORCE trains in it: an early escape is worth more than a late one.</summary>
    public static ReinforceOptions Reinforce { get; } = new()
    {
        Discount = 0.95, NormalizeReturns = true, EpisodesPerUpdate = 32, SolvedReturn = double.PositiveInfinity, EvaluateEvery = 1,
        EvaluationEpisodes = 500,
    };

    /// <summary>The prompter's network and the prisoner's.</summary>
    public static PromptingNetworks Networks(int hiddenUnits, Estimator estimator, Channel channel)
    {
        using var prison = new PrisonGrid();
        var seen = prison.ObservationSpace(PrisonGrid.Prompter).Length;
        var own = prison.ObservationSpace(PrisonGrid.Prisoner).Length - Bits;
        return new(seen, own, Bits, actions: PrisonRules.Moves, hiddenUnits, estimator, channel);
    }

    /// <summary>A prison.</summary>
    /// <param name="networks">What the prompter says.</param>
    /// <param name="guardAttention">How often the guard is attentive.</param>
    public static PromptedWorld World(PromptingNetworks networks, double guardAttention)
    {
        var (prison, guard) = (new PrisonGrid(), new ScriptedGuard(guardAttention));
        return new(prison, networks, PrisonGrid.Prisoner, PrisonGrid.Prompter, others: (_, random) => guard.Choose(prison.State, random));
    }
}
