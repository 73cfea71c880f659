using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Dqn;

/// <summary>Deep Q-learning: act mostly by the best known value, remember, and learn from what is remembered.</summary>
/// <remarks>
/// Mnih et al., "Human-level control through deep reinforcement learning" (2015), algorithm 1; see <see cref="DqnOptions"/> for what can be added.
/// </remarks>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <param name="world">
/// The world to learn in, which shows one observation at a time: the trainer stacks them. Its observations' shape gets the stack as a
/// first dimension where <see cref="DqnOptions.Stack"/> is above 1. The caller disposes of it.
/// </param>
/// <param name="evaluationWorld">A second one of the same kind, for evaluation alone; it shows the stack itself.</param>
/// <param name="network">
/// Observations [batch, ...] to action values [batch, actions]; where there is a <see cref="DqnOptions.Distribution"/>, to
/// [batch, actions x numbers], the numbers of an action side by side. With <see cref="NoisyLinear"/> layers it has new noise for each action and each
/// pass of an update.
/// </param>
/// <param name="target">A network of the same shape, which becomes a copy.</param>
/// <param name="optimizer">Improves the network's parameters.</param>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">The settings cannot work together, or the network does not fit the worlds.</exception>
[Logs("episode/return", "episode/length", "episode/reward_mean", "episode/value_mean", "train/loss", "train/value_mean",
    "train/exploration", "train/steps_per_second", "eval/return_mean", "eval/return_min", "eval/length_mean", "final/return_mean",
    "final/return_min")]
public sealed class DqnTrainer<TElement>(
    IEnvironment<TElement, int> world,
    IEnvironment<TElement, int> evaluationWorld,
    Module<Tensor, Tensor> network,
    Module<Tensor, Tensor> target,
    optim.Optimizer optimizer,
    DqnOptions options)
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly DqnOptions _options = options.Checked();
    private readonly Module<Tensor, Tensor> _values = ActionValues.Of(network, evaluationWorld, options.Distribution);

    /// <summary>Trains for <see cref="DqnOptions.Steps"/> environment steps.</summary>
    /// <param name="run">
    /// Receives <c>episode/...</c> after each episode, <c>train/...</c> every <see cref="DqnOptions.LogEvery"/> and <c>eval/...</c> every
    /// <see cref="DqnOptions.EvaluateEvery"/> steps, all at the environment steps so far, and the network as the checkpoints <c>best</c>
    /// (of the best evaluation) and <c>last</c>, films of greedy episodes as <c>replay-step-N</c>, and the picture <c>episodes</c>.
    /// </param>
    /// <returns>The evaluation at the end.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">What the world gave, or what was learned of it, is not finite.</exception>
    public async Task<Evaluation> Train(IRun run)
    {
        if (run.Playback is { } playback)
        {
            Playing.Load(network, playback);
            return Playing.Of(
                run, new GreedyPolicy<TElement>(_values, evaluationWorld.ObservationSpace, world.ActionSpace, run.Device), evaluationWorld);
        }

        run.LogWorld(world);
        Starting.Load(network, run);
        // The wish to stop is heard at each step as well, but where training could go on from.
        var game = new CheckedWorld<TElement, int>(world);
        var replay = new ReplayBuffer<TElement>(_options.ReplayCapacity, world.ObservationSpace.Length, _options.Stack, game.Allowed.Length);
        var random = new RandomGenerator(run.Seed);
        var sampler = new ReplaySampler<TElement>(replay, _options, random.Fork(1));
        var noise = new NetworkNoise(network, random.Fork(2));
        var update = new DqnUpdate(network, target, optimizer, _options, random.Fork(3));
        var space = evaluationWorld.ObservationSpace;
        using var batch = new ReplayBatch<TElement>(replay, _options, [.. space.Shape.Select(size => (long)size)], device(run.Device));
        var greedy = new GreedyPolicy<TElement>(_values, space, world.ActionSpace, run.Device);
        var evaluator = new PolicyEvaluator<TElement, int>(run, () => greedy, evaluationWorld, network, _options.Evaluations);
        var training = new DqnTraining<TElement>(game, replay, sampler, update, noise, evaluator, random, _options, world.ObservationSpace.Length);
        var (observation, stack) = (training.Observation, new TElement[replay.StackLength]);
        try
        {
            if (!run.Resume(training))
            {
                game.Reset(observation, run.Seed);
                replay.Begin(observation, game.Allowed);
                sampler.Added();
                training.Patience.Reset(world);
            }

            var speed = new StepSpeed(run.Clock, training.Step);
            while (true)
            {
                run.Checkpoint(training.Step, training);
                var step = ++training.Step;
                int action;
                var exploration = _options.Exploration.At(step - 1);
                DivergedException.ThrowIfNotFinite(exploration, "the probability of a random action");
                if (random.NextDouble() < exploration)
                {
                    action = game.Sample(random);
                }
                else
                {
                    replay.CopyNewest(stack);
                    noise.Draw();
                    action = await greedy.ActAsync(stack, game.Allowed);
                    training.Episode.AddValue(greedy.LastValue);
                }

                var result = game.Step(action, observation);
                replay.Add(action, result, observation, game.Allowed);
                sampler.Added();
                training.Episode.Add(result.Reward);
                training.Patience.Observe(world, result);
                if (result.Done)
                {
                    training.History.Add(training.Episode.Log(run, step));
                    game.Reset(observation);
                    replay.Begin(observation, game.Allowed);
                    sampler.Added();
                    training.Patience.Reset(world);
                }

                if (step >= Math.Max(_options.LearningStarts, _options.NStep) && step % _options.TrainEvery == 0 && training.Patience.MayLearn)
                {
                    for (var i = 0; i < _options.UpdatesPerTraining; i++)
                    {
                        batch.Fill(sampler, (double)step / _options.Steps);
                        training.Summary.Add(await update.Apply(batch, sampler));
                    }
                }

                if (step % _options.TargetUpdateEvery == 0)
                {
                    update.UpdateTarget();
                }

                if (step % _options.LogEvery == 0)
                {
                    training.Summary.Log(run, step, _options, speed);
                }

                // Evaluations are without noise, and the next action draws it anew.
                if (step == _options.Steps)
                {
                    noise.Silence();
                    run.LogFigure("episodes", training.History.ToFigure());
                    return await evaluator.Finish(step);
                }

                if (step % _options.EvaluateEvery == 0)
                {
                    noise.Silence();
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
