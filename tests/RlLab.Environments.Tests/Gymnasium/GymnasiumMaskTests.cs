using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>A Python world with a mask keeps what every world does.</summary>
public sealed class GymnasiumContractTests : EnvironmentContract<float>
{
    protected override int Steps => 100;

    protected override bool AllocationFree => false;

    protected override IEnvironment<float, int> Create()
    {
        PythonWorlds.Require();
        return new GymnasiumEnvironment<float, int>("RlLab/Walker-v0", PythonWorlds.Options with { ActionMask = true, Render = true });
    }
}

public sealed class GymnasiumMaskTests
{
    [Fact]
    public void Taxis_mask_crosses_and_is_obeyed()
    {
        PythonWorlds.Require();
        using var taxi = new GymnasiumEnvironment<float, int>("Taxi-v4", new() { ActionMask = true });
        var (observation, allowed, random) = (new float[500], new bool[6], new RandomGenerator(0));
        taxi.Reset(observation, seed: 1);
        for (var i = 0; i < 50; i++)
        {
            taxi.As<IActionMask>()!.GetActionMask(allowed);
            allowed.Should().Contain(false, "it is always somewhere where it cannot do everything");
            var masked = Array.IndexOf(allowed, false);
            FluentActions.Invoking(() => taxi.Step(masked, observation))
                .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*action {masked}*masked*");
            var before = observation.ToArray();
            taxi.Step(((Discrete)taxi.ActionSpace).Sample(random, allowed), observation);
            observation.Should().NotEqual(before, "what is allowed changes something");
        }
    }

    [Fact]
    public void Unasked_for_no_mask_crosses()
    {
        PythonWorlds.Require();
        using var walker = new GymnasiumEnvironment<float, int>("RlLab/Walker-v0", PythonWorlds.Options);
        walker.As<IActionMask>().Should().BeNull();
    }

    [Theory]
    [InlineData("Teller", "reset", "gave no action_mask*GymnasiumOptions.ActionMask")]
    [InlineData("Walker", "step", "gave no action_mask*GymnasiumOptions.ActionMask")]
    public void A_world_without_the_mask_that_was_asked_for_is_refused(string name, string by, string expected)
    {
        PythonWorlds.Require();
        Dictionary<string, object> arguments = name == "Walker" ? new() { ["forgets"] = true } : [];
        using var world = new GymnasiumEnvironment<float, int>(
            $"RlLab/{name}-v0", PythonWorlds.Options with { ActionMask = true, Arguments = arguments });
        var use = () =>
        {
            world.Reset(new float[2], seed: 1);
            by.Should().Be("step");
            world.Step(1, new float[2]);
        };
        use.Should().Throw<GymnasiumException>().WithMessage($"*{expected}*");
    }

    [Fact]
    public void A_mask_of_continuous_actions_is_refused()
    {
        PythonWorlds.Require();
        FluentActions.Invoking(() => new GymnasiumEnvironment<float, float[]>("RlLab/Continuous-v0", PythonWorlds.Options with { ActionMask = true }))
            .Should().Throw<GymnasiumException>().WithMessage("*actions in Box*Discrete*GymnasiumOptions.ActionMask*");
    }

    [Fact]
    public void Options_with_which_no_Python_starts_are_refused()
    {
        FluentActions.Invoking(() => new GymnasiumOptions { Python = "" }).Should().Throw<ArgumentException>().WithMessage("*Python*");
        foreach (var time in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.MaxValue])
        {
            FluentActions.Invoking(() => new GymnasiumOptions { Timeout = time })
                .Should().Throw<ArgumentOutOfRangeException>().WithMessage("Timeout is*49 days*");
            FluentActions.Invoking(() => new GymnasiumOptions { StartTimeout = time })
                .Should().Throw<ArgumentOutOfRangeException>().WithMessage("StartTimeout is*49 days*");
        }
    }
}
