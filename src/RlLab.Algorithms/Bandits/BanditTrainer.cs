namespace RlLab.Algorithms.Bandits;

/// <summary>Lets an agent pull arms, and keeps account of what it forgoes by not knowing the best one.</summary>
/// <param name="world">
/// A bandit: each step is a pull; its info <c>regret</c> is how much more the best arm would have earned on average in all pulls so far, and
/// <c>optimal</c> is 1 where the last pull was of a best arm.
/// </param>
/// <param name="agent">Who pulls.</param>
/// <param name="pulls">How often, at least 1. Default: 10,000.</param>
/// <param name="logEvery">Pulls between two logged points, from 1 to <paramref name="pulls"/>. Default: 100.</param>
/// <exception cref="ArgumentException">The world's actions are no arms, or not all arms can always be pulled.</exception>
[Logs("regret/total", "regret/mean", "reward/mean", "best_arm/share")]
public sealed class BanditTrainer(IEnvironment<float, int> world, IBanditAgent agent, int pulls = 10_000, int logEvery = 100)
{
    private readonly int _pulls = Require.AtLeast(pulls, 1);
    private readonly int _logEvery = Require.Between(logEvery, 1, pulls);
    private readonly int _arms = world.ActionSpace is Discrete arms && world.As<IActionMask>() is null
        ? arms.Count
        : throw new ArgumentException(
            "A bandit's agents choose among all arms of a Discrete space, always; this world's actions are others, or masked.", nameof(world));

    /// <summary>Pulls.</summary>
    /// <param name="run">
    /// Receives <c>regret/total</c> (of all pulls so far), <c>regret/mean</c> and <c>reward/mean</c> (over the pulls since the last point) and
    /// <c>best_arm/share</c> (the share of those pulls that were of a best arm), at the pulls so far.
    /// </param>
    /// <returns>How often each arm was pulled in the last tenth of the pulls.</returns>
    /// <exception cref="ArgumentException">The world tells no regret, or not whether the last pull was of a best arm.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="DivergedException">What the world gave, or what the agent made of it, is not finite.</exception>
    public async Task<IReadOnlyList<long>> Train(IRun run)
    {
        run.LogWorld(world);
        var observation = new float[world.ObservationSpace.Length];
        var game = new CheckedWorld<float, int>(world);
        var training = new BanditTraining(game, agent, new RandomGenerator(run.Seed).Fork(1), _arms);
        try
        {
            if (!run.Resume(training))
            {
                game.Reset(observation, run.Seed);
            }

            while (training.Pull < _pulls)
            {
                run.Checkpoint(training.Pull, training);
                var pull = ++training.Pull;
                var arm = await agent.ChooseAsync(training.Random);
                var step = game.Step(arm, observation);
                await agent.LearnAsync(arm, step.Reward);
                training.Rewards += step.Reward;
                training.Optimal += Info("optimal");
                if (pull > _pulls - _pulls / 10)
                {
                    training.Counts[arm]++;
                }

                if (pull % _logEvery == 0)
                {
                    var before = training.Regret;
                    training.Regret = Info("regret");
                    run.LogMetrics(
                        pull,
                        ("regret/total", training.Regret),
                        ("regret/mean", (training.Regret - before) / _logEvery),
                        ("reward/mean", training.Rewards / _logEvery),
                        ("best_arm/share", training.Optimal / _logEvery));
                    run.ReportProgress(pull, _pulls);
                    (training.Rewards, training.Optimal) = (0, 0);
                }
            }
        }
        catch (DivergedException e) when (e.Step is null)
        {
            throw e.At(training.Pull);
        }

        return training.Counts;

        double Info(string name)
        {
            if (!world.TryGetInfo(name, out var value))
            {
                throw new ArgumentException($"The world has no info '{name}': a bandit tells what the best arm would have earned more.");
            }

            DivergedException.ThrowIfNotFinite(value, $"the world's info '{name}'");
            return value;
        }
    }
}
