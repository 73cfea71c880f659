namespace RlLab.Environments.Tests;

public sealed class PendulumTests : EnvironmentContract<float, float[]>
{
    [Fact]
    public void It_swings_as_Gymnasium_does()
    {
        using var world = new Pendulum();
        GoldenEpisodes<float[]>.Read("Pendulum-v1").ShouldStepIn(
            world, s => world.State = new(s[0], s[1]), () => [world.State.Angle, world.State.AngularVelocity]);
    }

    [Fact]
    public void Upright_and_at_rest_costs_nothing_and_hanging_costs_most()
    {
        PendulumRules.Reward(new(0, 0), 0).Should().Be(0);
        PendulumRules.Reward(new(2 * Math.PI, 0), 0).Should().BeApproximately(0, 1e-12);
        PendulumRules.Reward(new(Math.PI, 8), 2).Should().BeApproximately(-(Math.PI * Math.PI + 6.4 + 0.004), 1e-6);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(Math.PI - 0.1, Math.PI - 0.1)]
    [InlineData(Math.PI + 0.1, -Math.PI + 0.1)]
    [InlineData(-Math.PI - 0.1, Math.PI - 0.1)]
    [InlineData(7 * Math.PI, -Math.PI)]
    public void An_angle_is_told_on_the_shorter_way(double angle, double shorter) =>
        PendulumRules.FromUpright(angle).Should().BeApproximately(shorter, 1e-9);

    [Fact]
    public void The_motor_cannot_lift_it_in_one_go()
    {
        using var world = new Pendulum();
        world.State = new(Math.PI, 0);
        var (observation, highest) = (new float[3], -1f);
        for (var step = 0; step < 200; step++)
        {
            world.Step([2], observation);
            highest = Math.Max(highest, observation[0]);
        }

        highest.Should().BeLessThan(0);
    }

    protected override IEnvironment<float, float[]> Create() => new Pendulum();
}
