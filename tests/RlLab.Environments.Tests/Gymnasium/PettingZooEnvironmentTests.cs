using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

public sealed class PettingZooEnvironmentTests
{
    [Fact]
    public void Agents_act_at_once_and_leave_one_by_one()
    {
        PythonWorlds.Require();
        using var world = new PettingZooEnvironment<float, int>("worlds", PythonWorlds.Options);
        world.Agents.Should().Equal("ann", "bob");
        world.Reset(seed: 3);
        var (observation, mask, results) = (new float[1], new bool[2], new StepResult[2]);
        world.Observe(1, observation);
        observation.Should().Equal(3);
        world.GetActionMask(0, mask);
        mask.Should().Equal(true, true);
        world.GetActionMask(1, mask);
        mask.Should().Equal(true, false);

        var masked = () => world.Step([0, 1], results);
        masked.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*bob*masked*");

        world.Step([1, 0], results);
        results.Should().Equal(new StepResult(2, false, false), new StepResult(1, false, false));
        world.TryGetInfo(0, "count", out var count).Should().BeTrue();
        count.Should().Be(1);

        world.Step([1, 0], results);
        results.Should().Equal(new StepResult(3, true, false), new StepResult(2, false, false));
        world.IsActive(0).Should().BeFalse();

        world.Step([0, 0], results);
        results.Should().Equal(new StepResult(0, true, false), new StepResult(3, true, false));
        var afterTheEnd = () => world.Step([0, 0], new StepResult[2]);
        afterTheEnd.Should().Throw<InvalidOperationException>().WithMessage("*no running episode*");

        world.Reset();
        world.IsActive(0).Should().BeTrue();
    }
}
