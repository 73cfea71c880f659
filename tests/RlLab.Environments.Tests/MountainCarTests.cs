namespace RlLab.Environments.Tests;

public sealed class MountainCarTests : EnvironmentContract<float>
{
    [Fact]
    public void It_moves_as_Gymnasium_does()
    {
        using var world = new MountainCar();
        GoldenEpisodes<int>.Read("MountainCar-v0").ShouldReplayIn(
            world, s => world.State = new(s[0], s[1]), () => [world.State.Position, world.State.Velocity]);
    }

    [Fact]
    public void The_left_end_stops_the_car() =>
        MountainCarRules.Next(new(-1.19, -0.07), 0, new()).Should().Be(new MountainCarState(-1.2, 0));

    [Fact]
    public void Driving_with_the_swing_reaches_the_goal_and_full_speed_ahead_does_not()
    {
        Play(velocity => velocity >= 0 ? 2 : 0).Terminated.Should().BeTrue();
        Play(_ => 2).Truncated.Should().BeTrue();
    }

    protected override IEnvironment<float, int> Create() => new MountainCar();

    private static StepResult Play(Func<float, int> policy)
    {
        using var world = new MountainCar();
        var observation = new float[2];
        world.Reset(observation, 0);
        StepResult result;
        do
        {
            result = world.Step(policy(observation[1]), observation);
        }
        while (!result.Done);
        return result;
    }
}
