namespace RlLab.Tests;

public class SpaceTests
{
    [Fact]
    public void A_discrete_space_holds_its_numbers()
    {
        var space = new Discrete(3);

        new[] { -1, 0, 2, 3 }.Select(space.Contains).Should().Equal(false, true, true, false);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(int.MinValue)]
    public void A_discrete_space_of_nothing_is_refused(int count) => FluentActions.Invoking(() => new Discrete(count))
        .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*at least 1*Count*{count}*");

    [Fact]
    public void A_masked_draw_reaches_all_that_is_allowed_and_nothing_else()
    {
        var random = new RandomGenerator(3);

        var drawn = Enumerable.Range(0, 3000)
            .Select(_ => new Discrete(5).Sample(random, [false, true, false, true, true])).CountBy(number => number).ToDictionary();

        drawn.Keys.Should().BeEquivalentTo([1, 3, 4]);
        drawn.Values.Should().OnlyContain(count => Math.Abs(count - 1000) < 4 * Math.Sqrt(3000 * 2 / 9.0), "all are equally likely");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, true, true)]
    public void A_mask_that_does_not_fit_or_allows_nothing_is_refused(params bool[] allowed) =>
        FluentActions.Invoking(() => new Discrete(3).Sample(new RandomGenerator(0), allowed))
            .Should().Throw<ArgumentException>().WithMessage($"*3*{allowed.Length}*");

    [Fact]
    public void A_multi_discrete_space_holds_a_number_for_each_choice()
    {
        var space = new MultiDiscrete(2, 3);
        new int[][] { [0, 0], [1, 2], [2, 0], [0, 3], [-1, 0], [0], [0, 0, 0] }.Select(space.Contains)
            .Should().Equal(true, true, false, false, false, false, false);
        var random = new RandomGenerator(1);
        var drawn = Enumerable.Range(0, 600).Select(_ => space.Sample(random)).ToList();
        drawn.Should().OnlyContain(value => space.Contains(value));
        drawn.CountBy(value => (value[0], value[1])).Should().HaveCount(6).And.OnlyContain(pair => pair.Value > 60, "all are equally likely");
        space.Should().Be(new MultiDiscrete(2, 3)).And.NotBe(new MultiDiscrete(3, 2)).And.NotBe(new MultiDiscrete(2));
        space.GetHashCode().Should().Be(new MultiDiscrete(2, 3).GetHashCode());
        space.ToString().Should().Be("MultiDiscrete { Counts = [2, 3] }");
    }

    [Theory]
    [InlineData]
    [InlineData(2, 0)]
    [InlineData(-1)]
    public void A_multi_discrete_space_of_nothing_is_refused(params int[] counts) => FluentActions.Invoking(() => new MultiDiscrete(counts))
        .Should().Throw<ArgumentException>().WithMessage($"*at least 1 option*[{string.Join(", ", counts)}]*");

    [Fact]
    public void Spaces_are_equal_by_value()
    {
        var box = new Box<float>([2, 3], [.. Enumerable.Repeat(-1f, 6)], [.. Enumerable.Repeat(1f, 6)]);

        new Box<float>(-1, 1, 2, 3).Should().Be(box);
        new Box<float>(-1, 1, 2, 3).GetHashCode().Should().Be(box.GetHashCode());
        new Discrete(3).Should().Be(new Discrete(3)).And.NotBe(new Discrete(4));
        foreach (var other in (Box<float>[])
            [new(-1, 1, 3, 2), new(-1, 1, 6), new(-1, 2, 2, 3), new(-2, 1, 2, 3), new([2, 3], box.Low, [1, 1, 1, 1, 1, 2])])
        {
            other.Should().NotBe(box);
        }
    }

    [Fact]
    public void A_box_is_not_changed_through_the_lists_that_it_was_made_of()
    {
        int[] shape = [2];
        float[] low = [0, 0], high = [1, 1];
        var box = new Box<float>(shape, low, high);

        (shape[0], low[0], high[1]) = (7, 9, -9);

        box.Should().Be(new Box<float>(0, 1, 2));
    }

    [Fact]
    public void A_box_holds_what_lies_between_its_bounds()
    {
        var box = new Box<float>([2], [-1, 0], [1, float.PositiveInfinity]);

        box.Contains([-1, 1e30f]).Should().BeTrue();
        box.Contains([-1.001f, 0]).Should().BeFalse();
        box.Contains([0, float.NaN]).Should().BeFalse();
        box.Contains([0]).Should().BeFalse();
        box.Contains(null!).Should().BeFalse();
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void No_box_holds_what_is_not_finite(float number)
    {
        new Box<float>(-1, 1, 1).Contains([number]).Should().BeFalse();
        new Box<float>(float.NegativeInfinity, float.PositiveInfinity, 1).Contains([number]).Should().BeFalse("an open side excludes its end");
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(float.NaN, 1)]
    [InlineData(0, float.NaN)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity)]
    public void A_box_refuses_bounds_with_nothing_between_them(float low, float high)
    {
        FluentActions.Invoking(() => new Box<float>([3], [0, low, 0], [1, high, 1]))
            .Should().Throw<ArgumentException>().WithMessage($"Element 1*from {low} to {high}*");
        FluentActions.Invoking(() => new Box<float>(low, high, 3))
            .Should().Throw<ArgumentException>().WithMessage($"Element 0*from {low} to {high}*");
        FluentActions.Invoking(() => new Box<double>(low, high, 3)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Box<byte>(2, 1, 3)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2, 0, 3)]
    [InlineData(-2, -3)]
    [InlineData(65_536, 65_536)]
    public void A_box_refuses_a_shape_that_no_array_has(params int[] shape) => FluentActions.Invoking(() => new Box<float>(0, 1, shape))
        .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*[{string.Join(", ", shape)}]*at least 1*");

    [Fact]
    public void A_box_without_dimensions_is_one_number() => new Box<float>(0, 1).Length.Should().Be(1);

    [Fact]
    public void A_box_with_one_bound_for_all_has_as_many_elements_as_its_shape()
    {
        var box = new Box<byte>(0, 255, 210, 160, 3);

        box.Length.Should().Be(210 * 160 * 3);
        box.Shape.Should().Equal(210, 160, 3);
        box.High.Should().HaveCount(box.Length).And.OnlyContain(b => b == 255);
    }

    [Fact]
    public void A_box_refuses_bounds_that_do_not_fit_its_shape() => FluentActions.Invoking(() => new Box<float>([2, 3], [0], [1]))
        .Should().Throw<ArgumentException>().WithMessage("*[2, 3] needs 6 bounds*1 and 1*");

    [Fact]
    public void A_box_shows_its_shape_and_its_bounds()
    {
        new Box<byte>(0, 255, 210, 160, 3).ToString().Should().Be("Box { Shape = [210, 160, 3], Low = 0, High = 255 }");
        new Box<float>([2], [-1, 0.5f], [2, 2]).ToString().Should().Be("Box { Shape = [2], Low = [-1, 0.5], High = 2 }");
    }

    [Fact]
    public void Samples_lie_in_their_space()
    {
        var random = new RandomGenerator(1);
        var floats = new Box<float>(
            [4], [-1, 0, float.NegativeInfinity, float.NegativeInfinity], [1, float.PositiveInfinity, 2, float.PositiveInfinity]);
        var bytes = new Box<byte>([2], [0, 7], [255, 7]);

        for (var i = 0; i < 500; i++)
        {
            floats.Contains(floats.Sample(random)).Should().BeTrue();
            bytes.Contains(bytes.Sample(random)).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(-3e38f, 3e38f)]
    [InlineData(float.MinValue, float.MaxValue)]
    [InlineData(0, float.Epsilon)]
    [InlineData(-float.Epsilon, float.Epsilon)]
    [InlineData(1e-42f, 2e-42f)]
    [InlineData(16_777_216, 16_777_218)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.MinValue)]
    [InlineData(7, 7)]
    [InlineData(float.MaxValue, float.MaxValue)]
    public void Samples_of_any_bounds_lie_within(float low, float high)
    {
        var random = new RandomGenerator(4);
        var box = new Box<float>(low, high, 500);

        var drawn = box.Sample(random);

        box.Contains(drawn).Should().BeTrue($"[{string.Join(", ", drawn.Take(5))}, ...]");
        if (float.IsFinite(low) && float.IsFinite(high))
        {
            var middle = (low / 2) + (high / 2);
            drawn.Distinct().Should().HaveCountGreaterThan(low == high ? 0 : 1);
            (drawn.Min() <= middle && drawn.Max() >= middle).Should().BeTrue("both halves are reached");
        }
    }

    [Fact]
    public void Samples_without_bounds_are_distributed_as_Gymnasiums()
    {
        const float Any = float.PositiveInfinity;
        var random = new RandomGenerator(5);

        float[] normal = new Box<float>(-Any, Any, 20_000).Sample(random);
        float[] above = new Box<float>(3, Any, 20_000).Sample(random), below = new Box<float>(-Any, 3, 20_000).Sample(random);

        var error = 4 / Math.Sqrt(20_000);
        normal.Average().Should().BeApproximately(0, (float)error);
        normal.Average(x => x * x).Should().BeApproximately(1, (float)(1.5 * error));
        above.Average().Should().BeApproximately(4, (float)error);
        below.Average().Should().BeApproximately(2, (float)error);
    }

    [Fact]
    public void Samples_reach_both_ends_of_a_byte()
    {
        var random = new RandomGenerator(2);
        var space = new Box<byte>(3, 5, 1);

        Enumerable.Range(0, 100).Select(_ => space.Sample(random)[0]).Distinct().Order().Should().Equal(3, 4, 5);
    }

    [Fact]
    public void An_element_that_cannot_be_sampled_is_named() =>
        FluentActions.Invoking(() => new Box<long>(0, 1, 1).Sample(new RandomGenerator(0)))
            .Should().Throw<NotSupportedException>().WithMessage("*Int64*");
}
