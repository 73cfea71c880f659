using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

public sealed class GymnasiumVectorContractTests : VectorContract
{
    protected override int Steps => 150;

    protected override bool AllocationFree => false;

    protected override IVectorEnvironment<float, int> Create(int count)
    {
        PythonWorlds.Require();
        return new GymnasiumVectorEnvironment<float, int>("RlLab/Walker-v0", count, PythonWorlds.Options with { ActionMask = true });
    }

    protected override IEnvironment<float, int> CreateSingle() =>
        new GymnasiumEnvironment<float, int>("RlLab/Walker-v0", PythonWorlds.Options with { ActionMask = true });
}

public sealed class GymnasiumVectorEnvironmentTests
{
    [Fact]
    public void Instances_are_stepped_together_and_an_ended_one_begins_anew()
    {
        PythonWorlds.Require();
        using var worlds = new GymnasiumVectorEnvironment<float, int>("RlLab/Teller-v0", 3, PythonWorlds.Options);
        var (observations, finals) = (new float[6], new float[6]);
        worlds.Reset(observations, seed: 4);
        observations.Should().Equal([Seed(4, 0), 0, Seed(4, 1), 0, Seed(4, 2), 0]);

        var (rewards, terminated, truncated) = (new float[3], new bool[3], new bool[3]);
        worlds.Step([0, 1, 2], observations, rewards, terminated, truncated, finals);
        rewards.Should().Equal(1, 1, 1);
        terminated.Should().Equal(false, true, false);
        truncated.Should().Equal(false, false, true);
        finals.Should().Equal([0, 0, 6, 1, 7, 1], "what ended keeps its last observation, and the rest is left alone");
        observations.Should().Equal(5, 1, 0, 0, 0, 0);
        worlds.TryGetFinalInfo(1, "lives", out var final).Should().BeTrue();
        worlds.TryGetInfo(1, "lives", out var lives).Should().BeTrue();
        (final, lives).Should().Be((2, 3), "the ended episode's last number is not the next one's first");
        worlds.TryGetFinalInfo(0, "lives", out _).Should().BeFalse("its episode goes on");
    }

    [Fact]
    public void A_continuous_action_that_is_no_number_is_refused_before_anything_steps()
    {
        PythonWorlds.Require();
        using var worlds = new GymnasiumVectorEnvironment<float, float[]>("RlLab/Continuous-v0", 2, PythonWorlds.Options);
        var (observations, finals) = (new float[4], new float[4]);
        worlds.Reset(observations, seed: 1);
        foreach (var action in (float[][])[[0, float.NaN], [0, float.PositiveInfinity], [0]])
        {
            var step = () => worlds.Step([[1, 1], action], observations, new float[2], new bool[2], new bool[2], finals);
            step.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Instance 1 of 'RlLab/Continuous-v0' has no such action*");
        }
    }

    [Fact]
    public void After_an_exception_in_Python_only_a_reset_goes_on()
    {
        PythonWorlds.Require();
        using var worlds = new GymnasiumVectorEnvironment<float, int>("RlLab/Raiser-v0", 2, PythonWorlds.Options);
        var step = () => worlds.Step([0, 0], new float[4], new float[2], new bool[2], new bool[2], new float[4]);
        worlds.Reset(new float[4], seed: 1);
        step.Should().Throw<GymnasiumException>();
        step.Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        worlds.Reset(new float[4]);
        step.Should().Throw<GymnasiumException>();
    }

    private static float Seed(long seed, int instance) => (uint)VectorSeed.Of(seed, instance);
}
