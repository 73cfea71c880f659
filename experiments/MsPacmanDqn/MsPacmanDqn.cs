using RlLab.Environments;
using RlLab.Environments.Gymnasium;

namespace RlLab.Experiments;

/// <summary>The same as maze-chase-dqn on the game of the original, through Gymnasium; it needs Python with gymnasium[atari].</summary>
[Experiment("mspacman-dqn", PrefersGpu = true)]
[Sweep(Sampler.Random, Trials = 4, Seeds = 2, Objective = "final/return_mean")]
public sealed partial class MsPacmanDqn : IExperiment
{
    /// <summary>The optimiser's step size.</summary>
    [LogUniform(1e-4, 1e-2)]
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>After how many steps exploration is a factor e closer to its end.</summary>
    [Choice(50_000, 1_000_000)]
    public int ExplorationScale { get; init; } = 1_000_000;

    /// <summary>Environment steps between updates.</summary>
    public int TrainEvery { get; init; } = 1;

    /// <summary>Environment steps to train for.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = Game(shapeRewards: true);
        using var evaluationWorld = new FrameStack<byte, int>(Game(shapeRewards: false), ArcadeDqn.Stack);
        await ArcadeDqn.Train(run, world, evaluationWorld, LearningRate, ExplorationScale, TrainEvery, Steps);
    }

    private static IEnvironment<byte, int> Game(bool shapeRewards)
    {
        var game = new GymnasiumEnvironment<byte, int>("ALE/MsPacman-v5", new GymnasiumOptions { Modules = ["ale_py"], Render = true });
        return ArcadeFrame.Reduce(new ArcadeEpisode(new ActionSubset<byte>(game, 0, 1, 2, 3, 4), shapeRewards));
    }
}
