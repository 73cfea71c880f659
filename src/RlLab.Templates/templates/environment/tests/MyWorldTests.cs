using RlLab;
using RlLab.Testing;

namespace Experiments.Tests;

/// <summary>The contract holds the world to all that trainers, vectors and recordings rely on; what is this world's own is tested here.</summary>
public sealed class MyWorldTests : EnvironmentContract<float>
{
    [Fact]
    public void Whoever_goes_right_comes_to_the_door()
    {
        using var world = new MyWorld(length: 5);
        var observation = new float[1];
        world.Reset(observation, seed: 0);
        var left = (int)Math.Round((1 - observation[0]) * 4);

        for (; left > 1; left--)
        {
            world.Step(1, observation).Should().Be(new StepResult(-0.01, Terminated: false, Truncated: false));
        }

        world.Step(1, observation).Should().Be(new StepResult(1, Terminated: true, Truncated: false));
        observation.Should().Equal(1);
    }

    [Fact]
    public void A_corridor_without_a_place_beside_the_door_is_refused() =>
        FluentActions.Invoking(() => new MyWorld(length: 1)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*two places*");

    protected override IEnvironment<float, int> Create() => new MyWorld();
}
