namespace RlLab.Testing;

#pragma warning disable CS1591 // A fact's name says what it holds.

/// <content>What every world must refuse, leaving itself as it was.</content>
public abstract partial class EnvironmentContract<TElement, TAction>
{
    [Fact]
    public void The_first_reset_needs_a_seed_and_later_ones_do_not()
    {
        using var world = Create();
        var observation = new TElement[world.ObservationSpace.Length];
        var first = () => world.Reset(observation);
        first.Should().Throw<InvalidOperationException>().WithMessage("*seed*");
        world.Reset(observation, 5);
        first.Should().NotThrow();
    }

    [Fact]
    public void An_action_that_is_masked_or_outside_the_space_is_refused_and_changes_nothing()
    {
        using IEnvironment<TElement, TAction> world = Create(), untouched = Create();
        var (observation, random) = Start(world, seed: 1);
        var (expected, sameRandom) = Start(untouched, seed: 1);
        for (var i = 0; i < 40; i++)
        {
            foreach (var (action, shown) in Actions.Refused(world.ActionSpace, Mask(world)))
            {
                var step = () => world.Step(action, observation);
                step.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{shown}*");
            }

            var result = world.Step(Choose(world, random), observation);
            result.Should().Be(untouched.Step(Choose(untouched, sameRandom), expected));
            observation.AsSpan().SequenceEqual(expected).Should().BeTrue("a refused action was to change nothing");
            if (result.Done)
            {
                world.Reset(observation);
                untouched.Reset(expected);
            }
        }
    }

    [Fact]
    public void What_was_disposed_of_is_neither_stepped_nor_reset()
    {
        var world = Create();
        var (observation, random) = Start(world, seed: 1);
        var action = Choose(world, random);
        world.Dispose();
        FluentActions.Invoking(() => world.Reset(observation, 1)).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => world.Step(action, observation)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_step_before_the_first_reset_or_after_the_end_is_refused()
    {
        using var world = Create();
        var observation = new TElement[world.ObservationSpace.Length];
        var action = Actions.First(world.ActionSpace);
        var step = () => world.Step(action, observation);
        step.Should().Throw<InvalidOperationException>().WithMessage("*Reset*");

        PlayToTheEnd(world);
        step.Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        world.Reset(observation);
        world.Step(Choose(world, new RandomGenerator(0)), observation);
    }

    [Fact]
    public void A_buffer_of_the_wrong_length_is_refused()
    {
        using var world = Create();
        var (observation, random) = Start(world, seed: 1);
        var wrong = new TElement[observation.Length + 1];
        FluentActions.Invoking(() => world.Reset(wrong, 1)).Should().Throw<ArgumentException>().WithMessage($"*{observation.Length}*{wrong.Length}*");
        FluentActions.Invoking(() => world.Step(Choose(world, random), wrong)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => world.Step(Choose(world, random), wrong.AsSpan(2))).Should().Throw<ArgumentException>();
        if (world.As<IActionMask>() is { } mask)
        {
            FluentActions.Invoking(() => mask.GetActionMask(new bool[Mask(world).Length + 1])).Should().Throw<ArgumentException>();
        }
    }
}
