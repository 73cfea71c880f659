namespace RlLab.Environments.Tests.Arcade;

public sealed class ArcadeEpisodeTests : EnvironmentContract<byte>
{
    protected override int Steps => 300;

    [Fact]
    public void The_start_and_the_time_after_a_lost_life_are_skipped()
    {
        var game = new ArcadeStub([(0, 3), (0, 3), (0, 3), (0, 2), (0, 2), (0, 2), (0, 2), (0, 2)]);
        using var episode = new ArcadeEpisode(game, shapeRewards: true, startSkip: 2, startAction: 3, lostLifeSkip: 3);
        episode.Reset(new byte[1], seed: 1);
        game.Actions.Should().Equal(3, 3);
        episode.Step(1, new byte[1]);
        episode.Step(2, new byte[1]);
        game.Actions.Should().Equal(3, 3, 1, 2, 0, 0, 0);
        episode.Step(4, new byte[1]).Terminated.Should().BeTrue();
    }

    [Fact]
    public void Points_become_small_rewards()
    {
        using var episode = Episode(shapeRewards: true, (10, 3), (0, 3), (1000, 2), (0, 2), (50, 1), (200, 0));
        Rewards(episode).Should().Equal(
            [1.0 / 3, 0, 1 - 0.43, 0, Math.Log(50, 1000) - 0.43, Math.Log(200, 1000) - 0.43], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void An_end_with_lives_left_is_rewarded()
    {
        using var episode = Episode(shapeRewards: true, (0, 3), (10, 3));
        Rewards(episode).Should().Equal([0, 10 + 1.0 / 3], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_life_lost_while_another_is_mourned_is_not_left_over()
    {
        using var episode = new ArcadeEpisode(new ArcadeStub([(0, 1), (0, 0)]), shapeRewards: true, startSkip: 0, lostLifeSkip: 2);
        Rewards(episode).Should().Equal([-0.43], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Unshaped_rewards_are_the_games_own_those_of_skipped_steps_included()
    {
        var game = new ArcadeStub([(10, 3), (20, 2), (5, 2), (0, 2), (40, 2)]);
        using var episode = new ArcadeEpisode(game, shapeRewards: false, startSkip: 0, lostLifeSkip: 2);
        Rewards(episode).Should().Equal(10, 25, 40);
    }

    [Fact]
    public void What_cannot_be_skipped_or_counted_is_refused()
    {
        FluentActions.Invoking(() => new ArcadeEpisode(new ArcadeStub([]), true, startSkip: -1))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*startSkip*-1*");
        FluentActions.Invoking(() => new ArcadeEpisode(new ArcadeStub([]), true, lostLifeSkip: -1))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*lostLifeSkip*-1*");
        FluentActions.Invoking(() => new ArcadeEpisode(new ArcadeStub([]), true, startAction: 9))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*no action 9*Count = 9*");

        using var over = new ArcadeEpisode(new ArcadeStub([(0, 3), (0, 3)]), true, startSkip: 5);
        FluentActions.Invoking(() => over.Reset(new byte[1], 1)).Should().Throw<InvalidOperationException>().WithMessage("*over within the 5 steps*");

        var car = new ObservationTransform<float, byte, int>(new MountainCar(), new Box<byte>(0, 1, 1), (_, to) => to.Clear());
        using var lifeless = new ArcadeEpisode(car, true, startSkip: 0);
        FluentActions.Invoking(() => lifeless.Reset(new byte[1], 1)).Should().Throw<InvalidOperationException>().WithMessage("*lives*");
    }

    protected override IEnvironment<byte, int> Create() =>
        new ArcadeEpisode(new MazeChase(timeLimit: 150, stickiness: 0.25), shapeRewards: true, startSkip: 40);

    private static ArcadeEpisode Episode(bool shapeRewards, params (double, int)[] script) =>
        new(new ArcadeStub(script), shapeRewards, startSkip: 0, lostLifeSkip: 0);

    private static List<double> Rewards(ArcadeEpisode episode)
    {
        var rewards = new List<double>();
        episode.Reset(new byte[1], seed: 1);
        StepResult step;
        do
        {
            step = episode.Step(0, new byte[1]);
            rewards.Add(step.Reward);
        }
        while (!step.Done);
        return rewards;
    }
}
