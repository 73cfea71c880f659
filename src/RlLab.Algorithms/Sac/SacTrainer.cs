using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Sac;

/// <summary>Soft actor-critic: learn the actions that earn most, and of those that earn alike as many as possible.</summary>
/// <remarks>
/// Haarnoja et al., "Soft actor-critic: off-policy maximum entropy deep reinforcement learning with a stochastic actor" (2018) and "Soft actor-critic
/// algorithms and applications" (2019), algorithm 1.
/// </remarks>
/// <param name="world">The world to learn in, whose actions are a <see cref="Box{T}"/> with finite bounds; the caller disposes of it.</param>
/// <param name="evaluationWorld">A second one of the same kind, for evaluation alone; the caller disposes of it.</param>
/// <param name="policy">Observations [batch, ...] to [batch, 2 x elements]: an action's means, then the logarithms of its deviations.</param>
/// <param name="critic">
/// Two critics: rows of an observation's numbers and then an action's, counted from -1 to 1, to values [batch, 2]; a <see cref="TwinCritic"/>.
/// </param>
/// <param name="target">A critic of the same shape, which becomes a copy.</param>
/// <param name="policyOptimizer">Improves the policy's parameters.</param>
/// <param name="criticOptimizer">Improves the critic's parameters.</param>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">The settings cannot work together, or the actions have an open side.</exception>
[Logs("episode/return", "episode/length", "train/critic_loss", "train/actor_loss", "train/value_mean", "train/entropy", "train/alpha",
    "train/critic_gradient_norm", "train/actor_gradient_norm", "train/steps_per_second", "eval/return_mean", "eval/return_min",
    "eval/length_mean", "final/return_mean", "final/return_min")]
public sealed class SacTrainer(
    IEnvironment<float, float[]> world,
    IEnvironment<float, float[]> evaluationWorld,
    Module<Tensor, Tensor> policy,
    Module<Tensor, Tensor> critic,
    Module<Tensor, Tensor> target,
    optim.Optimizer policyOptimizer,
    optim.Optimizer criticOptimizer,
    SacOptions options)
{
    private readonly SacOptions _options = options.Checked();
    private readonly BoundedActions _bounds = new(world.ActionSpace);

    /// <summary>Trains for <see cref="SacOptions.Steps"/> environment steps.</summary>
    /// <param name="run">
    /// Receives <c>episode/...</c> after each episode, <c>train/...</c> every <see cref="SacOptions.LogEvery"/> and <c>eval/...</c> every
    /// <see cref="SacOptions.EvaluateEvery"/> steps, all at the environment steps so far, and the policy as the checkpoints <c>best</c> (of the best
    /// evaluation) and <c>last</c>, and films of episodes of the mean actions as <c>replay-step-N</c>.
    /// </param>
    /// <returns>The evaluation at the end.</returns>
    /// <exception cref="ArgumentException">A network does not fit the observations and the actions.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">What the world gave, or what was learned of it, is not finite.</exception>
    public async Task<Evaluation> Train(IRun run)
    {
        var space = evaluationWorld.ObservationSpace;
        var mean = new SquashedGaussianPolicy<float>(policy, space, world.ActionSpace, run.Device);
        if (run.Playback is { } playback)
        {
            Playing.Load(policy, playback);
            return Playing.Of(run, mean, evaluationWorld);
        }

        run.LogWorld(world);
        Starting.Load(policy, run);
        var device = torch.device(run.Device);
        new SacNetworkCheck(space, _bounds.Length, device).Check(policy, critic, target);
        var random = new RandomGenerator(run.Seed);
        var drawn = new SquashedGaussianPolicy<float>(policy, space, world.ActionSpace, run.Device, random);
        var replay = new ContinuousReplay(_options.ReplayCapacity, space.Length, _bounds.Length);
        using var update = new SacUpdate(policy, critic, target, policyOptimizer, criticOptimizer, _options, _bounds.Length);
        using var batch = new SacBatch(replay, _options, [.. space.Shape.Select(size => (long)size)], device);

        // The wish to stop is heard at each step as well, but where training could go on from.
        var game = new CheckedWorld<float, float[]>(world);
        var evaluator = new PolicyEvaluator<float, float[]>(run, () => mean, evaluationWorld, policy, _options.Evaluations);
        var training = new SacTraining(game, replay, update, evaluator, random, random.Fork(1));
        var (observation, unit) = (training.Observation, new float[_bounds.Length]);
        try
        {
            if (!run.Resume(training))
            {
                game.Reset(observation, run.Seed);
                replay.Begin(observation);
            }

            var speed = new StepSpeed(run.Clock, training.Step);
            while (true)
            {
                run.Checkpoint(training.Step, training);
                var step = ++training.Step;
                var action = step <= _options.LearningStarts ? game.Sample(random) : await drawn.ActAsync(observation);
                _bounds.ToUnit(action, unit);
                var result = game.Step(action, observation);
                replay.Add(unit, result, observation);
                training.EpisodeReturn += result.Reward;
                training.EpisodeLength++;
                if (result.Done)
                {
                    run.LogMetrics(step, ("episode/return", training.EpisodeReturn), ("episode/length", training.EpisodeLength));
                    (training.EpisodeReturn, training.EpisodeLength) = (0, 0);
                    game.Reset(observation);
                    replay.Begin(observation);
                }

                if (step >= _options.LearningStarts && step % _options.TrainEvery == 0)
                {
                    for (var i = 0; i < _options.UpdatesPerTraining; i++)
                    {
                        batch.Fill(training.Learning);
                        training.Summary.Add(await update.Apply(batch));
                    }
                }

                if (step % _options.LogEvery == 0)
                {
                    training.Summary.Log(run, step, _options, speed);
                }

                if (step == _options.Steps)
                {
                    return await evaluator.Finish(step);
                }

                if (step % _options.EvaluateEvery == 0)
                {
                    await evaluator.Evaluate(step);
                }
            }
        }
        catch (DivergedException e) when (e.Step is null)
        {
            throw e.At(training.Step);
        }
    }
}
