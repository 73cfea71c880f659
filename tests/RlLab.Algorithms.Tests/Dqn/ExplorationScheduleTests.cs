using RlLab.Algorithms.Dqn;

namespace RlLab.Algorithms.Tests.Dqn;

public sealed class ExplorationScheduleTests
{
    [Fact]
    public void A_fall_of_no_steps_is_at_its_end_from_the_start() => new LinearExploration(1, 0.1, 0).At(0).Should().Be(0.1);

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(50, 0.55)]
    [InlineData(100, 0.1)]
    [InlineData(1_000, 0.1)]
    public void A_linear_schedule_falls_in_a_straight_line(long step, double expected) =>
        new LinearExploration(1, 0.1, 100).At(step).Should().BeApproximately(expected, 1e-12);

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1_000_000, 0.1 + 0.9 / Math.E)]
    public void An_exponential_schedule_is_a_factor_e_closer_after_its_scale(long step, double expected) =>
        new ExponentialExploration(1, 0.1, 1_000_000).At(step).Should().BeApproximately(expected, 1e-12);
}
