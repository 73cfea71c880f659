namespace RlLab.Environments.Tests;

public sealed class BanditTests : EnvironmentContract<float>
{
    [Fact]
    public void Regret_is_counted_in_means_and_starts_anew_with_an_episode()
    {
        using var world = new Bandit(BanditSettings.Normal([1.0, 0.25, 1.0]));
        var observation = new float[1];
        world.Reset(observation, 0);
        observation.Should().Equal(1);
        foreach (var (arm, regret, optimal) in new[] { (1, 0.75, 0), (0, 0.75, 1), (1, 1.5, 0), (2, 1.5, 1) })
        {
            world.Step(arm, observation);
            Info(world, "regret").Should().BeApproximately(regret, 1e-12);
            Info(world, "optimal").Should().Be(optimal, "an arm as good as the best is optimal");
        }

        world.Pulls.Should().Equal(1, 2, 1);
        world.Reset(observation);
        Info(world, "regret").Should().Be(0);
        world.TryGetInfo("lives", out _).Should().BeFalse();
    }

    [Fact]
    public void Normal_arms_pay_their_mean_with_their_deviation()
    {
        var rewards = Pull(new NormalArm(0.9, 2));
        rewards.Average().Should().BeApproximately(0.9, 0.05);
        Math.Sqrt(rewards.Average(r => (r - 0.9) * (r - 0.9))).Should().BeApproximately(2, 0.05);
    }

    [Fact]
    public void Bernoulli_arms_pay_one_as_often_as_they_say()
    {
        var rewards = Pull(new BernoulliArm(0.3));
        rewards.Distinct().Should().BeEquivalentTo([0.0, 1.0]);
        rewards.Average().Should().BeApproximately(0.3, 0.02);
    }

    [Fact]
    public void The_settings_have_four_arms_each_and_an_unknown_one_is_refused_with_their_names()
    {
        BanditSettings.Names.Should().HaveCount(4);
        BanditSettings.Names.Should().OnlyContain(name => BanditSettings.Means(name).Count == 4 && BanditSettings.Means(name).Max() == 1);
        BanditSettings.Means("two-best").Should().Equal(1.0, 0.9, 0.9, 1.0);
        FluentActions.Invoking(() => BanditSettings.Means("easy")).Should().Throw<ArgumentException>().WithMessage("*easy*two-best*");
    }

    [Fact]
    public void Without_arms_there_is_no_bandit() =>
        FluentActions.Invoking(() => new Bandit([])).Should().Throw<ArgumentOutOfRangeException>();

    protected override IEnvironment<float, int> Create() => new Bandit(BanditSettings.Normal([0.2, 0.4, 0.6, 1.0]), timeLimit: 100);

    private static double Info(Bandit world, string name) => world.TryGetInfo(name, out var value) ? value : double.NaN;

    private static double[] Pull(BanditArm arm)
    {
        using var world = new Bandit([arm]);
        var observation = new float[1];
        world.Reset(observation, 7);
        return [.. Enumerable.Range(0, 20_000).Select(_ => world.Step(0, observation).Reward)];
    }
}
