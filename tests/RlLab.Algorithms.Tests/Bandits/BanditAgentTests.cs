using RlLab.Algorithms.Bandits;
using RlLab.Tests;
using TorchSharp;

namespace RlLab.Algorithms.Tests.Bandits;

public sealed class BanditAgentTests
{
    private static readonly double[] Means = [0.0, 0.3, 1.0, 0.6];

    public static TheoryData<string> Methods => ["epsilon-greedy", "ucb1", "thompson", "gradient", "policy-gradient"];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task The_best_arm_wins(string method)
    {
        // The deviation is small, so that every method settles within the pulls.
        var (run, counts) = await TrainAsync(method, seed: 1, pulls: 4_000, deviation: 0.2);
        counts[2].Should().BeGreaterThan(300, "the last 400 pulls are counted, and epsilon-greedy errs in 30 of them");
        run.Values("regret/total")[^1].Should().BeLessThan(0.25 * 4_000 * 0.525, "0.525 is the mean regret of a random pull");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task The_same_seed_gives_the_same_regret_to_the_last_bit(string method)
    {
        (await TrainAsync(method, seed: 2, 500, 1)).Run.Metrics.Should().Equal((await TrainAsync(method, seed: 2, 500, 1)).Run.Metrics);
        (await TrainAsync(method, seed: 2, 500, 1)).Run.Metrics.Should().NotEqual((await TrainAsync(method, seed: 3, 500, 1)).Run.Metrics);
    }

    [Fact]
    public void Ucb1_pulls_every_arm_once_and_then_the_highest_bound()
    {
        var agent = new Ucb1Agent(2);
        var random = new RandomGenerator(1);
        var first = agent.Choose(random);
        agent.Learn(first, 1);
        var second = agent.Choose(random);
        second.Should().Be(1 - first);
        agent.Learn(second, 0);

        // Bounds after n pulls of the better and 1 of the worse: 1 + sqrt(2 ln(n+1) / n) against sqrt(2 ln(n+1)); the latter first wins at n = 5.
        for (var n = 1; n < 5; n++)
        {
            agent.Choose(random).Should().Be(first, "after {0} pulls of it", n);
            agent.Learn(first, 1);
        }

        agent.Choose(random).Should().Be(second);
    }

    [Fact]
    public void A_gradient_bandit_takes_the_closed_form_step()
    {
        var agent = new GradientBanditAgent(2, stepSize: 0.5);
        agent.Learn(0, 1); // sets the baseline
        agent.Learn(0, 3); // an advantage of 2: preferences 0.5, -0.5
        agent.Probabilities[0].Should().BeApproximately(Math.E / (Math.E + 1), 1e-12);
    }

    [Fact]
    public void A_policy_gradient_network_starts_with_equal_arms()
    {
        torch.manual_seed(1);
        using var network = PolicyGradientAgent.CreateNetwork(4);
        using var optimizer = torch.optim.Adam(network.parameters());
        using var agent = new PolicyGradientAgent(network, optimizer, 4, "cpu");
        agent.Probabilities.Should().Equal([0.25, 0.25, 0.25, 0.25], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static async Task<(RecordingRun Run, IReadOnlyList<long> Counts)> TrainAsync(string method, long seed, int pulls, double deviation)
    {
        torch.manual_seed(seed);
        using var network = PolicyGradientAgent.CreateNetwork(4);
        using var optimizer = torch.optim.Adam(network.parameters(), 0.005);
        using var policyGradient = new PolicyGradientAgent(network, optimizer, 4, "cpu");
        IBanditAgent agent = method switch
        {
            "epsilon-greedy" => new EpsilonGreedyAgent(4),
            "ucb1" => new Ucb1Agent(4, scale: deviation),
            "thompson" => new ThompsonAgent(4),
            "gradient" => new GradientBanditAgent(4),
            _ => policyGradient,
        };
        using var world = new BanditWorld(Means, deviation);
        var run = new RecordingRun(seed);
        return (run, await new BanditTrainer(world, agent, pulls).Train(run));
    }
}
