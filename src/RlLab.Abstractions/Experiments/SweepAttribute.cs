using System.Text.Json.Serialization;

namespace RlLab;

/// <summary>How settings of the swept hyperparameters are chosen.</summary>
public enum Sampler
{
    /// <summary>Independent draws from each hyperparameter's domain.</summary>
    Random,

    /// <summary>Every combination; a continuous range then needs steps.</summary>
    Grid,

    /// <summary>Settings that fill the space more evenly than independent draws: a scrambled Sobol sequence.</summary>
    Sobol,

    /// <summary>The tree-structured Parzen estimator, which learns from the trials before; for choices and alternatives too.</summary>
    Tpe,

    /// <summary>The evolution strategy CMA-ES, which learns from the trials before; for numbers, and some hundred trials or more.</summary>
    [JsonStringEnumMemberName("cma-es")]
    CmaEs,

    /// <summary>A Gaussian process, which learns most from each trial before; for numbers, and up to some hundred trials.</summary>
    Gp,

    /// <summary>The one that suits the space and the number of trials; <c>plan</c> says which and why.</summary>
    Auto,
}

/// <summary>Which end of the objective is the good one.</summary>
public enum Direction
{
    /// <summary>A larger objective is better: a return.</summary>
    Maximize,

    /// <summary>A smaller objective is better: a loss, a regret.</summary>
    Minimize,
}

/// <summary>What ends runs early that look hopeless beside the others.</summary>
public enum Pruner
{
    /// <summary>Nothing: every run trains to its end. Returns are noisy, and settings that learn late often win.</summary>
    None,

    /// <summary>The median rule: a run ends whose best value is worse than the median of the other trials' runs at the same step.</summary>
    Median,

    /// <summary>Asynchronous successive halving: at steps that grow threefold, the best third of the runs go on.</summary>
    Asha,

    /// <summary>The median rule for runs that have not improved for a while.</summary>
    Patient,

    /// <summary>A signed-rank test over paired seeds: the runs of a trial end that is worse than the best one seed by seed.</summary>
    Wilcoxon,
}

/// <summary>How the experiment is swept when the command line says nothing else.</summary>
/// <remarks>A class may have several, of which all but one have a name: <c>sweep cartpole-dqn/coarse</c>.</remarks>
/// <param name="name">What a command calls it after the experiment's name: lower-case words of letters and digits, joined by single hyphens.</param>
/// <param name="sampler">How settings are chosen.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class SweepAttribute(string name, Sampler sampler = Sampler.Random) : Attribute
{
    /// <summary>The sweep that needs no name: <c>sweep cartpole-dqn</c>.</summary>
    /// <param name="sampler">How settings are chosen.</param>
    public SweepAttribute(Sampler sampler = Sampler.Random)
        : this("", sampler)
    {
    }

    /// <summary>What a command calls it after the experiment's name; empty for the one that needs no name.</summary>
    public string Name { get; } = name;

    /// <summary>How settings are chosen. Default: <see cref="RlLab.Sampler.Random"/>.</summary>
    public Sampler Sampler { get; } = sampler;

    /// <summary>Settings to try. Default: 10. Ignored by <see cref="RlLab.Sampler.Grid"/>, which tries them all.</summary>
    public int Trials { get; init; } = 10;

    /// <summary>Runs of each setting, with the seeds 0, 1, 2, ... Default: 3.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>The metric that settings are compared by; the last value that a run logs of it counts. Required.</summary>
    public required string Objective { get; init; }

    /// <summary>Which end of the objective is the good one. Default: <see cref="RlLab.Direction.Maximize"/>.</summary>
    public Direction Direction { get; init; } = Direction.Maximize;

    /// <summary>
    /// How many settings, the winner and its nearest rivals, are run again on test seeds once all trials have ended. Default: 3; 0 for none, else at
    /// least 2. Of no meaning where there is but one setting: nothing is chosen then.
    /// </summary>
    public int Confirm { get; init; } = 3;

    /// <summary>How many test seeds each of those is run with. Default: 0, as many as <see cref="Seeds"/>.</summary>
    public int TestSeeds { get; init; }

    /// <summary>What ends runs early. Default: <see cref="RlLab.Pruner.None"/>. Test runs always train to their ends.</summary>
    public Pruner Pruner { get; init; }

    /// <summary>
    /// In steps: up to where the median rule ends no run, the first rung of <see cref="RlLab.Pruner.Asha"/>, and for how long a run has not improved
    /// that <see cref="RlLab.Pruner.Patient"/> ends; those two need it. Default: 0. Ignored by the others.
    /// </summary>
    public long PruneAfter { get; init; }

    /// <summary>
    /// How many runs each worker trains at once as one program, its lanes; 1 for one run at a time. Default: 0, as many as pay; <c>plan</c> says how
    /// many and why.
    /// </summary>
    public int Lanes { get; init; }
}
