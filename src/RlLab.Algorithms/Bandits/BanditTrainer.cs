namespace RlLab.Algorithms.Bandits;

/// <summary>Lets an agent pull arms, and keeps account of what it forgoes by not knowing the best one.</summary>
/// <param name="world">
/// A bandit: each step is a pull; its info <c>regret</c> is how much more the best arm would have earned on average in all pulls so far, and
/// <c>optimal</c> is 1 where the last pull was of a best arm.
/// </param>
/// <param name="agent">Who pulls.</param>
/// <param name="pulls">How often. Default: 10,000.</param>
/// <param name="logEvery">Pulls between two logged points. Default: 100.</param>
public sealed class BanditTrainer(IEnvironment<float, int> world, IBanditAgent agent, int pulls = 10_000, int logEvery = 100)
{
    /// <summary>Pulls.</summary>
    /// <param name="run">
    /// Receives <c>regret/total</c> (of all pulls so far), <c>regret/mean</c> and <c>reward/mean</c> (over the pulls since the last point) and
    /// <c>best_arm/share</c> (the share of those pulls that were of a best arm), at the pulls so far.
    /// </param>
    /// <returns>How often each arm was pulled in the last tenth of the pulls.</returns>
    /// <exception cref="ArgumentException">The world tells no regret, or not whether the last pull was of a best arm.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<IReadOnlyList<long>> Train(IRun run)
    {
        var random = new RandomGenerator(run.Seed).Fork(1);
        var observation = new float[world.ObservationSpace.Length];
        var counts = new long[((Discrete)world.ActionSpace).Count];
        var (regret, rewards, optimal) = (0.0, 0.0, 0.0);
        world.Reset(observation, run.Seed);
        for (var pull = 1; pull <= pulls; pull++)
        {
            var arm = agent.Choose(random);
            var step = world.Step(arm, observation);
            agent.Learn(arm, step.Reward);
            rewards += step.Reward;
            optimal += Info("optimal");
            if (pull > pulls - pulls / 10)
            {
                counts[arm]++;
            }

            if (pull % logEvery == 0)
            {
                run.Stopping.ThrowIfCancellationRequested();
                var before = regret;
                regret = Info("regret");
                run.LogMetrics(
                    pull,
                    ("regret/total", regret),
                    ("regret/mean", (regret - before) / logEvery),
                    ("reward/mean", rewards / logEvery),
                    ("best_arm/share", optimal / logEvery));
                run.ReportProgress(pull, pulls);
                (rewards, optimal) = (0, 0);
            }
        }

        return counts;

        double Info(string name) => world.TryGetInfo(name, out var value)
            ? value
            : throw new ArgumentException($"The world has no info '{name}': a bandit tells what the best arm would have earned more.");
    }
}
