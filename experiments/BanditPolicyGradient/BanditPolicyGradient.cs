using RlLab.Algorithms.Bandits;
using RlLab.Environments;
using TorchSharp;

namespace RlLab.Experiments;

/// <summary>Does the policy gradient find the best of four arms, and what does it forgo on the way beside the classic methods?</summary>
[Experiment("bandit-policy-gradient")]
[Sweep(Sampler.Grid, Seeds = 10, Objective = "regret/total", Direction = Direction.Minimize)]
public sealed partial class BanditPolicyGradient : IExperiment
{
    /// <summary>How the next arm is chosen.</summary>
    public enum Method
    {
        /// <summary>A network's probabilities, trained by the policy gradient.</summary>
        PolicyGradient,

        /// <summary>The best so far, but in a tenth of the pulls a random one.</summary>
        EpsilonGreedy,

        /// <summary>The highest upper confidence bound.</summary>
        Ucb1,

        /// <summary>The probability of being best.</summary>
        Thompson,

        /// <summary>The softmax of preferences, with a baseline.</summary>
        GradientBandit,
    }

    /// <summary>How the next arm is chosen.</summary>
    [Choice(Method.PolicyGradient, Method.EpsilonGreedy, Method.Ucb1, Method.Thompson, Method.GradientBandit)]
    public Method Chooser { get; init; } = Method.PolicyGradient;

    /// <summary>The arms' means: 1.0 0.9 0.9 1.0, or 0.2 0.4 0.6 1.0, or 0 1 0 0, or 0.85 0.9 1.0 0.95.</summary>
    [Choice("two-best", "staircase", "one-best", "close")]
    public string Arms { get; init; } = "two-best";

    /// <summary>Adam's step size, for the network alone.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>How often an arm is pulled.</summary>
    public int Pulls { get; init; } = 10_000;

    /// <inheritdoc/>
    public async Task Train(IRun run)
    {
        var means = BanditSettings.Means(Arms);
        using var world = new Bandit(BanditSettings.Normal(means));
        using var network = PolicyGradientAgent.CreateNetwork(means.Count).to(run.Device);
        using var optimizer = torch.optim.Adam(network.parameters(), LearningRate, eps: 1e-7);
        using var policyGradient = new PolicyGradientAgent(network, optimizer, means.Count, run.Device);
        IBanditAgent agent = Chooser switch
        {
            Method.EpsilonGreedy => new EpsilonGreedyAgent(means.Count),
            Method.Ucb1 => new Ucb1Agent(means.Count, scale: 2), // rewards of deviation 1 spread twice as wide as those that UCB1 is made for
            Method.Thompson => new ThompsonAgent(means.Count),
            Method.GradientBandit => new GradientBanditAgent(means.Count),
            _ => policyGradient,
        };
        var counts = await new BanditTrainer(world, agent, Pulls).Train(run);

        // A method without probabilities shows how often it pulled each arm at the end.
        var learned = Chooser == Method.PolicyGradient
            ? policyGradient.Probabilities
            : [.. counts.Select(count => (double)count / counts.Sum())];
        run.LogFigure("probabilities", new Figure(
            $"{Chooser} on {Arms}",
            [new BarPanel("", "arm (mean reward)", "probability", [.. means.Select(mean => $"{mean:0.##}")], [new Bars("", learned)])]));
        var best = Enumerable.Range(0, means.Count).Where(arm => means[arm] == means.Max());
        run.LogMetric("final/best_arm_probability", best.Sum(arm => learned[arm]), Pulls);
    }
}
