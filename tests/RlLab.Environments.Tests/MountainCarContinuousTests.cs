namespace RlLab.Environments.Tests;

public sealed class MountainCarContinuousTests : EnvironmentContract<float, float[]>
{
    protected override int Steps => 1200;

    [Fact]
    public void It_moves_as_Gymnasium_does()
    {
        using var world = new MountainCarContinuous();
        GoldenEpisodes<float[]>.Read("MountainCarContinuous-v0").ShouldStepIn(
            world, s => world.State = new(s[0], s[1]), () => [world.State.Position, world.State.Velocity]);
    }

    [Fact]
    public void Pushing_costs_and_the_goal_pays_for_it()
    {
        using var world = new MountainCarContinuous();
        var observation = new float[2];
        world.Reset(observation, 0);
        var (result, total) = (default(StepResult), 0.0);
        while (!result.Done)
        {
            result = world.Step([observation[1] >= 0 ? 1 : -1], observation);
            total += result.Reward;
        }

        result.Should().Be(new StepResult(99.9, Terminated: true, Truncated: false));
        total.Should().BeApproximately(100 - 0.1 * world.Steps, 1e-9);
    }

    protected override IEnvironment<float, float[]> Create() => new MountainCarContinuous();
}
