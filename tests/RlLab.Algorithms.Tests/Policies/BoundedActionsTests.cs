namespace RlLab.Algorithms.Tests.Policies;

public sealed class BoundedActionsTests
{
    [Fact]
    public void Numbers_between_minus_one_and_one_reach_from_bound_to_bound_and_back()
    {
        var bounds = new BoundedActions(new Box<float>([3], [-2, 0, 5], [2, 1, 5]));
        bounds.ToAction([-1, 1, 0.3f]).Should().Equal(-2, 1, 5);
        bounds.ToAction([0.5f, 0, 1]).Should().Equal(1, 0.5f, 5);
        bounds.ToAction([-7, 1.0001f, 0]).Should().Equal(-2, 1, 5);
        bounds.Nearest([-7, 0.3f, 6]).Should().Equal(-2, 0.3f, 5);
        var unit = new float[3];
        bounds.ToUnit([1, 0.5f, 5], unit);
        unit.Should().Equal(0.5f, 0, 0);
    }

    [Fact]
    public void No_rounding_leads_out_of_the_space()
    {
        var random = new RandomGenerator(1);
        for (var i = 0; i < 1_000; i++)
        {
            var low = (float)random.NextDouble(-10, 10);
            var box = new Box<float>([1], [low], [low + (float)random.NextDouble(0, 1e-3 * (i + 1))]);
            foreach (var unit in (float[])[-1, 1])
            {
                box.Contains(new BoundedActions(box).ToAction([unit])).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void Those_of_equal_spaces_are_equal()
    {
        UpTo(2).Should().Be(UpTo(2), "runs in lanes are joined where their actions are alike").And.NotBe(UpTo(3));
        UpTo(2).GetHashCode().Should().Be(UpTo(2).GetHashCode());

        static BoundedActions UpTo(float high) => new(new Box<float>([2], [-1, 0], [1, high]));
    }

    [Fact]
    public void The_widest_bounds_do_not_overflow() =>
        new BoundedActions(new Box<float>(-float.MaxValue, float.MaxValue, 1)).ToAction([0.5f])[0].Should().Be(float.MaxValue / 2);

    [Theory]
    [InlineData(float.NegativeInfinity, 1f, "*Element 1 of the actions goes from -*to 1*finite bounds*")]
    [InlineData(0f, float.PositiveInfinity, "*Element 1 of the actions goes from 0 to*finite bounds*")]
    public void An_open_side_is_refused_with_the_way_out(float low, float high, string message)
    {
        var create = () => new BoundedActions(new Box<float>([2], [-1, low], [1, high]));
        create.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
