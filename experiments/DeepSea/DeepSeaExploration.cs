using RlLab.Algorithms;
using RlLab.Algorithms.Dqn;
using RlLab.Algorithms.Reinforce;
using RlLab.Environments;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments;

/// <summary>Which of RlLab's algorithms find the treasure of a deep sea and learn the way to it, and down to which depth?</summary>
[Experiment("deepsea")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "final/return_mean", Confirm = 0)]
public sealed partial class DeepSeaExploration : IExperiment
{
    private const int Units = 64;

    /// <summary>What learns, and how it explores.</summary>
    public enum Algorithm
    {
        /// <summary>DQN with random actions, whose probability falls from 1 to 0.05 in the first half of the episodes.</summary>
        Dqn,

        /// <summary>DQN with noisy layers and no random actions.</summary>
        NoisyDqn,

        /// <summary>Rainbow: noisy layers, double, dueling, returns of three steps, priorities, 51 atoms.</summary>
        Rainbow,

        /// <summary>REINFORCE with an entropy bonus.</summary>
        Reinforce,
    }

    /// <summary>What learns, and how it explores.</summary>
    [Choice]
    public Algorithm Explorer { get; init; } = Algorithm.Dqn;

    /// <summary>How deep the sea is: of the 2^depth ways to act in an episode one finds the treasure.</summary>
    [Choice(4, 6, 8, 10, 12)]
    public int Depth { get; init; } = 8;

    /// <summary>Episodes to train for, each of as many steps as the sea is deep; at least 100.</summary>
    public int Episodes { get; init; } = 2_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        using var world = new DeepSea(Depth);
        using var evaluationWorld = new DeepSea(Depth);
        await (Explorer == Algorithm.Reinforce ? TrainReinforce(run, world, evaluationWorld) : TrainDqn(run, world, evaluationWorld));
    }

    private async Task TrainDqn(IRun run, DeepSea world, DeepSea evaluationWorld)
    {
        var distribution = Explorer == Algorithm.Rainbow ? new CategoricalDistribution(-1, 1) : null;
        using var network = Network(distribution).to(run.Device);
        using var target = Network(distribution).to(run.Device);
        using var optimizer = optim.Adam(network.parameters(), 1e-3);
        var steps = Episodes * Depth;
        var options = new DqnOptions
        {
            Steps = steps, Exploration = Explorer == Algorithm.Dqn ? new LinearExploration(1, 0.05, steps / 2) : ExplorationSchedule.None,
            ReplayCapacity = Math.Max(1_000, steps), BatchSize = 32, LearningStarts = 100, TrainEvery = 2, TargetUpdateEvery = 100,
            EvaluateEvery = 100 * Depth, EvaluationEpisodes = 1, FinalEvaluationEpisodes = 1, // all episodes of a greedy policy are alike
        };
        options = distribution is null
            ? options
            : options with { Double = true, NStep = 3, PriorityExponent = 0.5, Distribution = distribution };
        await new DqnTrainer<float>(world, evaluationWorld, network, target, optimizer, options).Train(run);
    }

    private async Task TrainReinforce(IRun run, DeepSea world, DeepSea evaluationWorld)
    {
        using var policy = Sequential(Flatten(), Linear(Depth * Depth, Units), ReLU(), Linear(Units, 2), LogSoftmax(1)).to(run.Device);
        using var optimizer = optim.Adam(policy.parameters(), 1e-3);
        var options = new ReinforceOptions
        {
            EpisodesPerIteration = 100, Iterations = Episodes / 100, EntropyWeight = 0.01, SolvedReturn = double.PositiveInfinity,
            EvaluateEvery = 1, EvaluationEpisodes = 1,
        };
        var result = await new ReinforceTrainer(world, evaluationWorld, policy, optimizer, options).Train(run);
        if (run.Playback is null)
        {
            var greedy = new GreedyPolicy<float>(policy, world.ObservationSpace, world.ActionSpace, run.Device);
            var evaluation = await Evaluation.Of(greedy, evaluationWorld, episodes: 1, run.Seed, run.Stopping);
            run.LogMetrics(result.Steps, ("final/return_mean", evaluation.ReturnMean));
        }
    }

    private Module<Tensor, Tensor> Network(CategoricalDistribution? distribution)
    {
        if (Explorer == Algorithm.Dqn)
        {
            return Sequential(Flatten(), Linear(Depth * Depth, Units), ReLU(), Linear(Units, 2));
        }

        Module<Tensor, Tensor> head = distribution is null
            ? new NoisyLinear(Units, 2)
            : new DuelingHead(Units, 2, distribution.Numbers, initialDeviation: 0.5);
        return Sequential(Flatten(), new NoisyLinear(Depth * Depth, Units), ReLU(), head);
    }
}
