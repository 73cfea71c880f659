namespace RlLab.Tests;

public class SpaceTests
{
    [Fact]
    public void A_discrete_space_holds_its_numbers()
    {
        var space = new Discrete(3);

        new[] { -1, 0, 2, 3 }.Select(space.Contains).Should().Equal(false, true, true, false);
    }

    [Fact]
    public void A_box_holds_what_lies_between_its_bounds()
    {
        var box = new Box<float>([2], [-1, 0], [1, float.PositiveInfinity]);

        box.Contains([-1, 1e30f]).Should().BeTrue();
        box.Contains([-1.001f, 0]).Should().BeFalse();
        box.Contains([0, float.NaN]).Should().BeFalse();
        box.Contains([0]).Should().BeFalse();
    }

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
        var floats = new Box<float>([4], [-1, 0, float.NegativeInfinity, float.NegativeInfinity], [1, float.PositiveInfinity, 2, float.PositiveInfinity]);
        var bytes = new Box<byte>([2], [0, 7], [255, 7]);

        for (var i = 0; i < 500; i++)
        {
            floats.Contains(floats.Sample(random)).Should().BeTrue();
            bytes.Contains(bytes.Sample(random)).Should().BeTrue();
        }
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
