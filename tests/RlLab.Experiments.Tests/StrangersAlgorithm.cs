using RlLab.Algorithms;
using RlLab.Algorithms.Dqn;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Experiments.Tests;

/// <summary>An algorithm as somebody outside writes it, of RlLab's public parts: Q-learning that explores by the softmax of its values.</summary>
internal static class StrangersAlgorithm
{
    /// <summary>Trains the network to give the values of each observation's actions.</summary>
    public static async Task Train(
        IEnvironment<float, int> world, Module<Tensor, Tensor> network, Module<Tensor, Tensor> target, int steps, long seed)
    {
        using var optimizer = optim.Adam(network.parameters(), 0.01);
        var options = new DqnOptions { Steps = steps, Exploration = new Never(), BatchSize = 16, Discount = 0.5, PriorityExponent = 0.5 };
        var random = new RandomGenerator(seed);
        var game = new CheckedWorld<float, int>(world);
        var replay = new ReplayBuffer<float>(500, world.ObservationSpace.Length, flags: game.Allowed.Length);
        var sampler = new ReplaySampler<float>(replay, options, random.Fork(1));
        using var batch = new ReplayBatch<float>(replay, options, [world.ObservationSpace.Length], CPU);
        var update = new DqnUpdate(network, target, optimizer, options);
        var policy = new SoftmaxPolicy(network, world, temperature: 0.5, random.Fork(2));
        var observation = new float[world.ObservationSpace.Length];
        game.Reset(observation, seed);
        replay.Begin(observation, game.Allowed);
        sampler.Added();
        for (var step = 1; step <= steps; step++)
        {
            var action = await policy.ActAsync(observation, game.Allowed);
            var result = game.Step(action, observation);
            replay.Add(action, result, observation, game.Allowed);
            sampler.Added();
            if (result.Done)
            {
                game.Reset(observation);
                replay.Begin(observation, game.Allowed);
                sampler.Added();
            }

            batch.Fill(sampler, (double)step / steps);
            DivergedException.ThrowIfNotFinite((await update.Apply(batch, sampler)).Loss, "the loss", step);
            if (step % 20 == 0)
            {
                update.UpdateTarget();
            }
        }
    }

    private sealed record Never : ExplorationSchedule
    {
        public override double At(long step) => 0;
    }

    private sealed class SoftmaxPolicy(Module<Tensor, Tensor> network, IEnvironment<float, int> world, double temperature, RandomGenerator random)
        : NetworkPolicy<float>(network, world.ObservationSpace, world.ActionSpace, "cpu")
    {
        protected override int Choose(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed)
        {
            // The highest of value / temperature and a Gumbel number each is a draw from the softmax.
            var (best, highest) = (-1, double.NegativeInfinity);
            for (var action = 0; action < outputs.Length; action++)
            {
                var score = outputs[action] / temperature - Math.Log(-Math.Log(1 - random.NextDouble()));
                if ((allowed.IsEmpty || allowed[action]) && score > highest)
                {
                    (best, highest) = (action, score);
                }
            }

            return best;
        }
    }
}
