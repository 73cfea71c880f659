using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms.Reinforce;

/// <summary>REINFORCE: after each episode, make the actions that were followed by a high return more likely.</summary>
/// <remarks>
/// Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning" (1992). The loss of an
/// update is -mean((G_t - b_t) log p(a_t|s_t)) - w mean(H(s_t)), with the discounted return G, the baseline b, the entropy H of the
/// policy in a state, and its weight w; the means are over the update's steps.
/// </remarks>
/// <param name="world">The world to learn in; the caller disposes of it.</param>
/// <param name="evaluationWorld">A second one of the same kind, for evaluation alone; the caller disposes of it.</param>
/// <param name="policy">
/// Observations [steps, length] to log-probabilities [steps, actions]. It is used as in evaluation throughout, as the value network is: dropout and
/// batch statistics would make what is learned from another policy than the one that acted.
/// </param>
/// <param name="optimizer">Improves the policy's parameters, and the value network's where there is one.</param>
/// <param name="options">The settings.</param>
/// <param name="value">Observations [steps, length] to values [steps, 1]; needed by <see cref="Baseline.LearnedValue"/> alone.</param>
/// <exception cref="ArgumentException">The settings cannot work together, or lack the value network; or a network does not fit the world.</exception>
[Logs("episode/return", "episode/length", "iteration/return_mean", "iteration/length_mean", "iteration/steps_per_second", "iteration/loss",
    "iteration/entropy", "iteration/gradient_norm", "eval/return_mean", "eval/greedy_return_mean")]
public sealed class ReinforceTrainer(
    IEnvironment<float, int> world,
    IEnvironment<float, int> evaluationWorld,
    Module<Tensor, Tensor> policy,
    optim.Optimizer optimizer,
    ReinforceOptions options,
    Module<Tensor, Tensor>? value = null)
{
    private readonly Module<Tensor, Tensor> _policy = ReinforceNetworkCheck.Fitting(world, policy, value);
    private readonly ReinforceOptions _options = options.Checked();
    private readonly Module<Tensor, Tensor>? _value = options.Baseline != Baseline.LearnedValue || value is not null
        ? value
        : throw new ArgumentException("The baseline is a learned value, and there is no value network: give one.", nameof(value));

    /// <summary>
    /// Trains until an iteration's mean return passes <see cref="ReinforceOptions.SolvedReturn"/>, or the iterations or the steps are over.
    /// </summary>
    /// <param name="run">
    /// Receives <c>episode/return</c> and <c>episode/length</c> after each episode, <c>iteration/...</c> after each iteration and <c>eval/...</c>
    /// after every <see cref="ReinforceOptions.EvaluateEvery"/>, all at the environment steps so far, and the policy as the checkpoints
    /// <c>best</c> (of the best iteration) and <c>last</c>, and films of episodes as <c>replay-step-N</c>.
    /// </param>
    /// <returns>How it ended.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">What the world gave, or what was learned of it, is not finite.</exception>
    public async Task<ReinforceResult> Train(IRun run)
    {
        if (run.Playback is { } playback)
        {
            Playing.Load(_policy, playback);
            Playing.Of(run, new SampledPolicy<float>(_policy, world.ObservationSpace, world.ActionSpace, run.Device, new(run.Seed)), evaluationWorld);
            return new ReinforceResult(Solved: false, Iterations: 0, Steps: 0);
        }

        run.LogWorld(world);
        Starting.Load(_policy, run);
        var random = new RandomGenerator(run.Seed);
        var actor = new SampledPolicy<float>(_policy, world.ObservationSpace, world.ActionSpace, run.Device, random);
        var update = new ReinforceUpdate(_policy, _value, optimizer, _options, device(run.Device));
        var evaluator = new ReinforceEvaluator(run, _policy, evaluationWorld, _options);

        // The wish to stop is heard at each step as well, but where training could go on from.
        var game = new CheckedWorld<float, int>(world);
        var training = new ReinforceTraining(game, update, random, world.ObservationSpace.Length);
        var (batch, allowed) = (training.Batch, new bool[game.Allowed.Length]);
        run.Resume(training);
        var speed = new StepSpeed(run.Clock, training.Steps);
        try
        {
            while (true)
            {
                run.Checkpoint(training.Steps, training);
                if (training.EpisodeStart is null)
                {
                    game.Reset(training.Observation, training.Steps == 0 ? run.Seed : null);
                    (training.EpisodeStart, training.EpisodeReturn) = (training.Steps, 0);
                }

                training.Steps++;
                game.Allowed.CopyTo(allowed);
                var action = await actor.ActAsync(training.Observation, allowed);
                var step = game.Step(action, training.Next);
                batch.Add(training.Observation, action, step.Reward, allowed);
                training.Advance();
                training.EpisodeReturn += step.Reward;
                if (!step.Done)
                {
                    continue;
                }

                var (steps, length) = (training.Steps, training.Steps - training.EpisodeStart.Value);
                training.EpisodeStart = null;
                batch.EndEpisode(_options.Discount);
                training.Summary.AddEpisode(training.EpisodeReturn, length);
                run.LogMetrics(steps, ("episode/return", training.EpisodeReturn), ("episode/length", length));
                if (batch.Episodes == _options.EpisodesPerUpdate)
                {
                    training.Summary.AddUpdate(await update.Apply(batch));
                    batch.Clear();
                }

                if (++training.Episodes < _options.EpisodesPerIteration)
                {
                    continue;
                }

                training.Summary.Log(run, steps, speed);
                var expected = Math.Min(steps * _options.Iterations / training.Iteration, _options.Steps ?? long.MaxValue);
                run.ReportProgress(steps, Math.Max(steps, expected));
                var returnMean = training.Summary.ReturnMean;
                if (returnMean > training.Best)
                {
                    training.Best = returnMean;
                    run.SaveCheckpoint("best", steps, stream => _policy.save(stream));
                }

                var solved = returnMean > _options.SolvedReturn;
                var last = solved || training.Iteration == _options.Iterations || steps >= _options.Steps;
                await evaluator.AfterIteration(training.Iteration, steps, last);
                if (last)
                {
                    run.SaveCheckpoint("last", steps, stream => _policy.save(stream));
                    return new ReinforceResult(solved, training.Iteration, steps);
                }

                training.BeginIteration();
                speed = new StepSpeed(run.Clock, steps);
            }
        }
        catch (DivergedException e) when (e.Step is null)
        {
            throw e.At(training.Steps);
        }
    }
}

/// <summary>How training ended.</summary>
/// <param name="Solved">Whether the last iteration's mean return passed <see cref="ReinforceOptions.SolvedReturn"/>.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Steps">Environment steps done.</param>
public sealed record ReinforceResult(bool Solved, int Iterations, long Steps);
