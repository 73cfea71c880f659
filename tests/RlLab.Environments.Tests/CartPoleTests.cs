namespace RlLab.Environments.Tests;

public sealed class CartPoleTests : EnvironmentContract<float>
{
    [Fact]
    public void It_moves_as_Gymnasium_does()
    {
        using var world = new CartPole();
        GoldenEpisodes<int>.Read("CartPole-v1").ShouldReplayIn(
            world,
            s => world.State = new(s[0], s[1], s[2], s[3]),
            () => [world.State.Position, world.State.Velocity, world.State.Angle, world.State.AngularVelocity]);
    }

    [Fact]
    public void Without_a_time_limit_a_balanced_pole_is_never_truncated()
    {
        using var world = new CartPole(timeLimit: null);
        var observation = new float[4];
        world.Reset(observation, 0);
        for (var i = 0; i < 2000; i++)
        {
            var push = 0.03 * observation[0] + 0.07 * observation[1] + observation[2] + 0.2 * observation[3];
            world.Step(push > 0 ? 1 : 0, observation).Done.Should().BeFalse($"at step {i}");
        }
    }

    [Theory]
    [InlineData(2.4, 0, false)]
    [InlineData(2.41, 0, true)]
    [InlineData(-2.41, 0, true)]
    [InlineData(0, 0.209, false)]
    [InlineData(0, 0.21, true)]
    [InlineData(0, -0.21, true)]
    [InlineData(double.NaN, 0, true)]
    public void It_is_over_off_the_track_or_beyond_12_degrees(double position, double angle, bool over) =>
        CartPoleRules.IsOver(new(position, 0, angle, 0), new()).Should().Be(over);

    [Fact]
    public void First_states_fill_the_range_around_upright()
    {
        using var world = new CartPole();
        var observation = new float[4];
        world.Reset(observation, 0);
        var positions = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            world.Reset(observation);
            positions.Add(world.State.Position);
        }

        positions.Min().Should().BeInRange(-0.05, -0.045);
        positions.Max().Should().BeInRange(0.045, 0.05);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-9)]
    [InlineData(0.2)]
    [InlineData(-0.7)]
    [InlineData(0.78)]
    [InlineData(-3.0)]
    public void Its_sine_and_cosine_are_right_to_the_last_bit_or_two(double angle)
    {
        var (sin, cos) = SmallAngle.SinCos(angle);
        sin.Should().BeApproximately(Math.Sin(angle), Math.Abs(2.3e-16 * Math.Sin(angle)));
        cos.Should().BeApproximately(Math.Cos(angle), 2.3e-16);
    }

    protected override IEnvironment<float, int> Create() => new CartPole();
}
