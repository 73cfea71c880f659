using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Reinforce;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Cli.TestHost;

/// <summary>What teaches the policy.</summary>
public enum Algorithm
{
    /// <summary>REINFORCE.</summary>
    Reinforce,

    /// <summary>DQN.</summary>
    Dqn,
}

/// <summary>What goes wrong in the middle of a run of seed 1.</summary>
public enum Trouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It throws.</summary>
    Throw,

    /// <summary>It comes to a number that is not finite.</summary>
    Diverge,

    /// <summary>Memory is exhausted, unless it was taken up from a checkpoint.</summary>
    Memory,

    /// <summary>A device's memory is exhausted, unless it was taken up from a checkpoint.</summary>
    DeviceMemory,

    /// <summary>Memory is exhausted, every time.</summary>
    MoreMemory,

    /// <summary>It ends its process.</summary>
    Exit,

    /// <summary>Its process crashes.</summary>
    Crash,

    /// <summary>It rests until it is told to stop, where <see cref="TestExperiments.Rests"/> is set.</summary>
    Rest,

    /// <summary>It never comes back.</summary>
    Hang,

    /// <summary>It changes a static field.</summary>
    Remember,

    /// <summary>All runs print, by halves of lines.</summary>
    Print,
}

/// <summary>Names coins with RlLab's own algorithms, which train in lanes.</summary>
internal sealed class MatchExperiment(Algorithm algorithm, double rate, double share, long units, long steps, Trouble trouble) : IExperiment
{
    public static IExperiment Create(ParameterSet p) => new MatchExperiment(
        Enum.Parse<Algorithm>(p["Algorithm"].AsText()),
        p["Rate"].AsReal(),
        p["Share"].AsReal(),
        p["Units"].AsInteger(),
        p["Steps"].AsInteger(),
        Enum.Parse<Trouble>(p["Trouble"].AsText()));

    public Task Train(IRun run)
    {
        var length = (int)Math.Round(steps * share);
        return algorithm == Algorithm.Reinforce ? ReinforceAsync(run, length) : DqnAsync(run, length);
    }

    private async Task ReinforceAsync(IRun run, int length)
    {
        using var world = new TroubledWorld(run, trouble, length / 2);
        using var evaluationWorld = new TroubledWorld(run, Trouble.None, length);
        using var policy = Sequential(Linear(2, units), Tanh(), Linear(units, 2), LogSoftmax(1));
        using var optimizer = optim.Adam(policy.parameters(), rate);
        var options = new ReinforceOptions
        {
            EpisodesPerIteration = 5, Iterations = length / 40, EvaluateEvery = 1, EvaluationEpisodes = 2, SolvedReturn = double.PositiveInfinity,
        };
        await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options).Train(run);
    }

    private async Task DqnAsync(IRun run, int length)
    {
        using var world = new TroubledWorld(run, trouble, length / 2);
        using var evaluationWorld = new TroubledWorld(run, Trouble.None, length);
        using var network = Sequential(Linear(2, units), ReLU(), Linear(units, 2));
        using var target = Sequential(Linear(2, units), ReLU(), Linear(units, 2));
        using var optimizer = optim.Adam(network.parameters(), rate);
        var options = new DqnOptions
        {
            Steps = length, Exploration = new LinearExploration(1, 0.1, length / 2), ReplayCapacity = 100, BatchSize = 8, LearningStarts = 20,
            TrainEvery = 2, TargetUpdateEvery = 10, EvaluateEvery = 50, EvaluationEpisodes = 2, FinalEvaluationEpisodes = 3, LogEvery = 20,
        };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }
}
