using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

public sealed class PettingZooContractTests : MultiAgentContract
{
    protected override int Steps => 120;

    protected override bool AllocationFree => false;

    protected override IMultiAgentEnvironment<float, int> Create()
    {
        PythonWorlds.Require();
        return new PettingZooEnvironment<float, int>("zoo.tag_v0", PythonWorlds.Options with { Render = true });
    }
}

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

    [Theory]
    [InlineData("zoo.tag_v0", "v0")]
    [InlineData("worlds", "unversioned")]
    public void It_is_known_by_its_module_and_what_that_ends_in(string module, string version)
    {
        using var world = Open(module);
        var known = (IIdentified)world;
        (known.Name, known.Version).Should().Be((module, version));
    }

    [Fact]
    public void Agents_come_late_and_come_back()
    {
        using var world = Open("zoo.arena_v2");
        world.Agents.Should().Equal("1", "2", "3");
        world.ObservationSpace(0).Should().BeEquivalentTo(new Box<float>(0, 1, 4), "a Discrete becomes one-hot");
        world.Reset(seed: 1);
        Active().Should().Equal(true, true, false);
        var (results, observation) = (new StepResult[3], new float[4]);

        Step();
        Active().Should().Equal(true, true, true);
        results.Should().AllBeEquivalentTo(new StepResult(1, false, false));
        world.Observe(2, observation);
        observation.Should().Equal(0, 1, 0, 0);

        Step();
        Active().Should().Equal(true, false, true);
        results[1].Should().Be(new StepResult(1, true, false));

        Step();
        Active().Should().Equal(true, true, false);
        results.Should().Equal(new StepResult(1, false, false), new StepResult(1, false, false), new StepResult(1, true, false));

        Step();
        Active().Should().Equal(false, false, false);
        results.Should().Equal(new StepResult(1, false, true), new StepResult(1, false, true), new StepResult(0, true, false));

        void Step() => world.Step([1, 0, 0], results);
        bool[] Active() => [.. Enumerable.Range(0, 3).Select(world.IsActive)];
    }

    [Fact]
    public void Who_may_do_nothing_sends_the_first_action()
    {
        using var world = Open("zoo.arena_v2");
        world.Reset(seed: 1);
        var mask = new bool[3];
        world.GetActionMask(0, mask);
        mask.Should().Equal(false, true, true);
        world.GetActionMask(1, mask);
        mask.Should().Equal(true, false, false);
    }

    [Fact]
    public void An_agents_exception_arrives()
    {
        using var world = Open("zoo.arena_v2");
        world.Reset(seed: 1);
        var step = () => world.Step([2, 0, 0], new StepResult[3]);
        step.Should().Throw<GymnasiumException>().WithMessage("'zoo.arena_v2' raised ValueError*agent 1 fell over*");
        step.Should().Throw<InvalidOperationException>("nobody knows how far the step had come").WithMessage("*Reset*");
    }

    [Fact]
    public void A_mask_of_another_length_is_refused()
    {
        using var world = Open(
            "zoo.arena_v2", PythonWorlds.Options with { Arguments = new Dictionary<string, object> { ["mask"] = new[] { 1, 1 } } });
        var reset = () => world.Reset(seed: 1);
        reset.Should().Throw<GymnasiumException>().WithMessage("*gave 1 an action_mask of shape (2,) for 3 actions*");
    }

    [Theory]
    [InlineData("zoo.arena_v1", "'zoo.arena_v1' is not there: zoo has no arena_v1, but arena_v2, crowd_v0, tag_v0, turns_v0.")]
    [InlineData("zoo.turns_v0", "'zoo.turns_v0' has no parallel_env: *turn_based_aec_to_parallel*")]
    [InlineData("zoo.crowd_v0", "'zoo.crowd_v0' has no possible_agents: *")]
    [InlineData("zoo_that_is_not_there.arena_v2", "*pip install zoo_that_is_not_there*")]
    public void A_world_that_cannot_be_opened_says_why(string module, string expected)
    {
        PythonWorlds.Require();
        var open = () => Open(module);
        open.Should().Throw<GymnasiumException>().WithMessage(expected).Which.Message.Should().NotContain("Traceback");
    }

    [Fact]
    public void Buffers_of_another_length_are_refused_before_anybody_acts()
    {
        using var world = Open("zoo.tag_v0");
        world.Reset(seed: 1);
        FluentActions.Invoking(() => world.Step([1, 1], new StepResult[3])).Should().Throw<ArgumentException>().WithMessage("*2 agents*not 2 and 3*");
        FluentActions.Invoking(() => world.Step([1], new StepResult[2])).Should().Throw<ArgumentException>().WithMessage("*2 agents*not 1 and 2*");
        FluentActions.Invoking(() => world.Observe(0, new float[3])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => world.GetActionMask(0, new bool[2])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Modules_are_imported_before()
    {
        PythonWorlds.Require();
        var open = () => Open("zoo.arena_v2", PythonWorlds.Options with { Modules = ["module_that_is_not_there"] });
        open.Should().Throw<GymnasiumException>().WithMessage("*module_that_is_not_there*");
    }

    private static PettingZooEnvironment<float, int> Open(string module, GymnasiumOptions? options = null)
    {
        PythonWorlds.Require();
        return new(module, options ?? PythonWorlds.Options);
    }
}
