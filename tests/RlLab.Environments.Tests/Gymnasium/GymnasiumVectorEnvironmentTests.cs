using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

public sealed class GymnasiumVectorEnvironmentTests
{
    [Fact]
    public void Instances_are_stepped_together_and_an_ended_one_begins_anew()
    {
        PythonWorlds.Require();
        using var worlds = new GymnasiumVectorEnvironment<float, int>("RlLab/Teller-v0", 3, PythonWorlds.Options);
        var (observations, finals) = (new float[6], new float[6]);
        worlds.Reset(observations, seed: 4);
        observations.Should().Equal([4, 0, 5, 0, 6, 0], "instance i is seeded with seed + i");

        var (rewards, terminated, truncated) = (new float[3], new bool[3], new bool[3]);
        worlds.Step([0, 1, 2], observations, rewards, terminated, truncated, finals);
        rewards.Should().Equal(1, 1, 1);
        terminated.Should().Equal(false, true, false);
        truncated.Should().Equal(false, false, true);
        finals.Should().Equal([0, 0, 6, 1, 7, 1], "what ended keeps its last observation, and the rest is left alone");
        observations.Should().Equal(5, 1, 0, 0, 0, 0);
        worlds.TryGetInfo(1, "lives", out var lives).Should().BeTrue();
        lives.Should().Be(2);
    }
}
