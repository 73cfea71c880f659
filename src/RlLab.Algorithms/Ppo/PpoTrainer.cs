using TorchSharp;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Ppo;

/// <summary>Proximal policy optimisation: play a while in several worlds, then make better actions likelier, but not by far.</summary>
/// <remarks>
/// Schulman et al., "Proximal policy optimization algorithms" (2017), algorithm 1, with the details of Huang et al., "The 37 implementation details
/// of proximal policy optimization" (2022); see <see cref="PpoOptions"/> for what can be left out or added.
/// </remarks>
/// <typeparam name="TElement">What an observation is made of: <see cref="float"/> or <see cref="byte"/>.</typeparam>
/// <typeparam name="TAction">
/// An action: <see cref="int"/> of a <see cref="Discrete"/> space, <c>int[]</c> of a <see cref="MultiDiscrete"/> one, <c>float[]</c> of a
/// <see cref="Box{T}"/>.
/// </typeparam>
[Logs("episode/return", "episode/length", "train/policy_loss", "train/value_loss", "train/entropy", "train/approx_kl", "train/clip_fraction",
    "train/gradient_norm", "train/optimizer_steps", "train/explained_variance", "train/learning_rate", "train/steps_per_second",
    "eval/return_mean", "eval/return_min", "eval/length_mean", "final/return_mean", "final/return_min")]
public sealed class PpoTrainer<TElement, TAction>
    where TElement : unmanaged, IComparable<TElement>
{
    private readonly IVectorEnvironment<TElement, TAction> _worlds;
    private readonly IEnvironment<TElement, TAction> _evaluationWorld;
    private readonly ActorCritic _networks;
    private readonly optim.Optimizer _optimizer;
    private readonly PpoOptions _options;
    private readonly ActionDistribution<TAction> _distribution;
    private readonly string _name;

    /// <summary>Looks whether worlds, networks and settings go together.</summary>
    /// <param name="worlds">The worlds to learn in; the caller disposes of them.</param>
    /// <param name="evaluationWorld">One more of the same kind, for evaluation alone; the caller disposes of it.</param>
    /// <param name="networks">The policy and the value. They are used as in evaluation throughout: dropout and batch statistics would make ratios of
    /// noise.</param>
    /// <param name="optimizer">Improves the networks' parameters.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">
    /// The settings cannot work together, the worlds are of different spaces, the actions are of a space that no policy is known for or have
    /// bounds that are infinite, or a network gives other numbers than the spaces need.
    /// </exception>
    public PpoTrainer(
        IVectorEnvironment<TElement, TAction> worlds,
        IEnvironment<TElement, TAction> evaluationWorld,
        ActorCritic networks,
        optim.Optimizer optimizer,
        PpoOptions options)
    {
        (_worlds, _evaluationWorld, _networks, _optimizer) = (worlds, evaluationWorld, networks, optimizer);
        _options = options.Checked(worlds.Count);
        _name = evaluationWorld.GetType().Name.Split('`')[0];
        _distribution = ActionDistributions.Of(worlds.ActionSpace, options.ActionLimit);
        _ = ObservationMoments.Of<TElement>(networks, worlds.ObservationSpace.Length);
        PpoNetworkCheck.Check(worlds, evaluationWorld, networks, _distribution.Outputs);
    }

    /// <summary>Trains for <see cref="PpoOptions.Steps"/> environment steps.</summary>
    /// <param name="run">
    /// Receives <c>episode/...</c> after each episode, <c>train/...</c> after each rollout and <c>eval/...</c> every
    /// <see cref="PpoOptions.EvaluateEvery"/> steps, all at the environment steps so far, and the policy as the checkpoints <c>best</c> (of the best
    /// evaluation) and <c>last</c>, and films of episodes as <c>replay-step-N</c>.
    /// </param>
    /// <returns>The evaluation at the end.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">What the worlds gave, or what was learned of it, is not finite.</exception>
    /// <exception cref="InvalidOperationException">No episode has ended in all of the steps.</exception>
    public async Task<Evaluation> Train(IRun run)
    {
        var random = new RandomGenerator(run.Seed);
        if (run.Playback is { } playback)
        {
            Playing.Load(_networks.Actor, playback);
            return Playing.Of(run, PolicyOf(run, stream: 0), _evaluationWorld);
        }

        run.LogWorld(_evaluationWorld);
        Starting.Load(_networks.Actor, run);
        var evaluator = new PolicyEvaluator<TElement, TAction>(
            run, () => PolicyOf(run, stream: 2), _evaluationWorld, _networks.Actor, _options.Evaluations);
        var (space, place) = (_worlds.ObservationSpace, device(run.Device));
        var game = new CheckedVector<TElement, TAction>(_worlds, _name);
        var rollout = new Rollout<TElement>(_options.RolloutLength, game.Count, game.Length, _distribution.Kept, game.Flags);
        var update = new PpoUpdate<TElement, TAction>(_networks, _optimizer, _distribution, _options, random.Fork(1));
        using var batch = new PpoBatch<TElement>(rollout, _options, space.Shape, _distribution.Type, place);
        var asked = new NetworkRows<TElement>(_networks.Trunk, space, place, (_networks.Policy, _distribution.Outputs), (_networks.Value, 1));
        var valued = new NetworkRows<TElement>(_networks.Trunk, space, place, (_networks.Value, 1));
        var scale = _options.NormalizeRewards ? new RewardScale(game.Count, _options.Discount) : null;
        var moments = ObservationMoments.Of<TElement>(_networks, game.Length);
        var training = new PpoTraining<TElement, TAction>(game, rollout, update, evaluator, random, scale, moments);
        var (actions, kept) = (new TAction[game.Count], new float[_distribution.Kept]);
        var rollouts = _options.Rollouts(game.Count);
        try
        {
            if (!run.Resume(training))
            {
                game.Reset(training.Observations, run.Seed);
            }

            var speed = new StepSpeed(run.Clock, training.Steps);
            while (true)
            {
                run.Checkpoint(training.Steps, training);
                await asked.Ask(training.Observations);
                Act();
                training.Steps += game.Count;
                game.Step(actions, training.Observations);
                Earn();
                if (!rollout.IsFull)
                {
                    continue;
                }

                await valued.Ask(rollout.Following(training.Observations));
                rollout.Estimate(valued[0], _options.Discount, _options.GaeLambda);
                var (steps, done) = (training.Steps, training.Steps / rollout.Rows);
                (await update.Apply(batch, rollout, (done - 1.0) / rollouts)).Log(run, steps);
                Log(steps, speed);
                moments?.See(rollout.Observations);
                rollout.Clear();
                if (done == rollouts)
                {
                    if (training.Episodes == 0)
                    {
                        evaluator.Keep(steps);
                        throw NeverEnds(steps);
                    }

                    return await evaluator.Finish(steps);
                }

                if (training.Episodes > 0)
                {
                    await evaluator.EvaluateSince(steps - rollout.Rows, steps);
                }
            }
        }
        catch (DivergedException e) when (e.Step is null)
        {
            throw e.At(training.Steps);
        }

        void Act()
        {
            for (var i = 0; i < actions.Length; i++)
            {
                actions[i] = _distribution.Draw(asked[0, i], game.Allowed(i), random, kept, out var logProbability);
                var value = asked[1, i][0];
                DivergedException.ThrowIfNotFinite(value, "the value network's number");
                rollout.Act(i, training.Observations.AsSpan(i * game.Length, game.Length), kept, logProbability, value, game.Allowed(i));
            }
        }

        void Earn()
        {
            scale?.See(game.Rewards);
            for (var i = 0; i < actions.Length; i++)
            {
                var reward = scale?.Of(game.Rewards[i]) ?? game.Rewards[i];
                rollout.Earn(i, reward, game.Terminated[i], game.Truncated[i], game.Final(i));
                if (game.Terminated[i] || game.Truncated[i])
                {
                    var episode = game.EndEpisode(i);
                    scale?.EndEpisode(i);
                    training.Episodes++;
                    var step = training.Steps - game.Count + i + 1;
                    run.LogMetrics(step, ("episode/return", episode.Return), ("episode/length", episode.Length));
                }
            }

            rollout.Advance();
        }

        void Log(long steps, StepSpeed speed)
        {
            run.LogMetrics(steps, ("train/learning_rate", update.LearningRate), ("train/steps_per_second", speed.At(steps)));
            if (rollout.ExplainedVariance() is var explained && double.IsFinite(explained))
            {
                run.LogMetric("train/explained_variance", explained, steps);
            }

            run.ReportProgress(steps, rollouts * rollout.Rows);
        }
    }

    /// <summary>The policy as it is evaluated, filmed and played.</summary>
    /// <param name="run">Where it is, and its seed.</param>
    /// <param name="stream">Which numbers it draws actions by, where it draws.</param>
    private DistributionPolicy<TElement, TAction> PolicyOf(IRun run, long stream) => new(
        _networks.Actor, _distribution, _evaluationWorld.ObservationSpace, device(run.Device),
        _options.EvaluateGreedily ? null : new RandomGenerator(run.Seed).Fork(stream));

    private InvalidOperationException NeverEnds(long steps) => new(
        $"No episode of {_name} has ended in {steps:N0} steps of {_worlds.Count} instances, so the policy cannot be evaluated: put the world into a "
        + "TimeLimit, or train longer. What was learned is kept as the checkpoint 'last'.");
}
