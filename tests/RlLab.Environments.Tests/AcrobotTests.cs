namespace RlLab.Environments.Tests;

public sealed class AcrobotTests : EnvironmentContract<float>
{
    [Fact]
    public void It_moves_as_Gymnasium_does()
    {
        using var world = new Acrobot();
        GoldenEpisodes<int>.Read("Acrobot-v1").ShouldReplayIn(
            world,
            s => world.State = new(s[0], s[1], s[2], s[3]),
            () => [world.State.Angle1, world.State.Angle2, world.State.Velocity1, world.State.Velocity2]);
    }

    [Fact]
    public void Bending_against_the_swing_reaches_the_line_and_the_last_step_is_free()
    {
        using var world = new Acrobot();
        var observation = new float[6];
        world.Reset(observation, 0);
        var (steps, sum) = (0, 0.0);
        StepResult result;
        do
        {
            result = world.Step(world.State.Velocity1 >= 0 ? 0 : 2, observation);
            steps++;
            sum += result.Reward;
        }
        while (!result.Done);
        result.Terminated.Should().BeTrue("pumping energy in lifts the tip");
        sum.Should().Be(-(steps - 1));
    }

    [Fact]
    public void Without_torque_it_keeps_hanging()
    {
        var state = default(AcrobotState);
        for (var i = 0; i < 100; i++)
        {
            state = AcrobotRules.Next(state, 1, new());
        }

        AcrobotRules.IsOver(state).Should().BeFalse();
        Math.Abs(state.Angle1).Should().BeLessThan(1e-12);
    }

    protected override IEnvironment<float, int> Create() => new Acrobot();
}
