using RlLab.Algorithms.Bandits;
using RlLab.Algorithms.Tests.Bandits;
using static TorchSharp.torch;

namespace RlLab.Algorithms.Tests.Checkpoints;

public abstract class BanditResumeContract : ResumeContract
{
    protected abstract IBanditAgent Agent(int arms);

    protected override async Task Train(IRun run)
    {
        using var world = new BanditWorld([0.1, 0.5, 0.4], deviation: 1);
        var agent = Agent(3);
        using var disposed = agent as IDisposable;
        await new BanditTrainer(world, agent, pulls: 200, logEvery: 10).Train(run);
    }
}

public sealed class EpsilonGreedyResumeTests : BanditResumeContract
{
    protected override IBanditAgent Agent(int arms) => new EpsilonGreedyAgent(arms);
}

public sealed class Ucb1ResumeTests : BanditResumeContract
{
    protected override IBanditAgent Agent(int arms) => new Ucb1Agent(arms);
}

public sealed class ThompsonResumeTests : BanditResumeContract
{
    protected override IBanditAgent Agent(int arms) => new ThompsonAgent(arms);
}

public sealed class GradientBanditResumeTests : BanditResumeContract
{
    protected override IBanditAgent Agent(int arms) => new GradientBanditAgent(arms);
}

public sealed class PolicyGradientResumeTests : BanditResumeContract
{
    protected override IBanditAgent Agent(int arms)
    {
        var network = PolicyGradientAgent.CreateNetwork(arms);
        return new PolicyGradientAgent(network, optim.RMSProp(network.parameters(), 0.01), arms, "cpu");
    }
}
