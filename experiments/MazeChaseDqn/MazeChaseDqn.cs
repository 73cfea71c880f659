using RlLab.Environments;

namespace RlLab.Experiments;

/// <summary>How well does DQN learn a maze chase from its pixels, on two cores, in less time than the original took?</summary>
[Experiment("maze-chase-dqn", PrefersGpu = true)]
[Sweep(Sampler.Random, Trials = 4, Seeds = 3, Objective = "final/return_mean")]
public sealed partial class MazeChaseDqn : IExperiment
{
    /// <summary>The optimiser's step size.</summary>
    [LogUniform(1e-4, 1e-2)]
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>After how many steps exploration is a factor e closer to its end; the original has 1,000,000.</summary>
    [Choice(20_000, 50_000)]
    public int ExplorationScale { get; init; } = 20_000;

    /// <summary>Environment steps between updates; the original has 1.</summary>
    public int TrainEvery { get; init; } = 4;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 100_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = Game(shapeRewards: true);
        using var evaluationWorld = new FrameStack<byte, int>(Game(shapeRewards: false), ArcadeDqn.Stack);
        await ArcadeDqn.Train(run, world, evaluationWorld, LearningRate, ExplorationScale, TrainEvery, Steps);
    }

    private static IEnvironment<byte, int> Game(bool shapeRewards) =>
        ArcadeFrame.Reduce(new ArcadeEpisode(new ActionSubset<byte>(new MazeChase(), 0, 1, 2, 3, 4), shapeRewards));
}
