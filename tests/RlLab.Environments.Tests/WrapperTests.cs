namespace RlLab.Environments.Tests;

public sealed class TimeLimitTests : EnvironmentContract<float>
{
    [Fact]
    public void It_truncates_at_the_limit_and_an_end_of_the_task_there_counts_as_such()
    {
        using var world = new TimeLimit<float, int>(new MountainCar(timeLimit: null), 3);
        var observation = new float[2];
        world.Reset(observation, 0);
        world.Step(1, observation).Done.Should().BeFalse();
        world.Step(1, observation).Done.Should().BeFalse();
        world.Step(1, observation).Should().Be(new StepResult(-1, false, true));

        var inner = new MountainCar(timeLimit: null);
        using var arriving = new TimeLimit<float, int>(inner, 1);
        arriving.Reset(observation, 0);
        inner.State = new(0.49, 0.05);
        arriving.Step(2, observation).Should().Be(new StepResult(-1, true, false));
    }

    protected override IEnvironment<float, int> Create() => new TimeLimit<float, int>(new CartPole(timeLimit: null), 20);
}

public sealed class LimitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Limits_and_counts_are_at_least_1(int number)
    {
        Refused("limit", () => new TimeLimit<float, int>(new CartPole(), number));
        Refused("timeLimit", () => new CartPole(number));
        Refused("timeLimit", () => new MountainCar(number));
        Refused("timeLimit", () => new Acrobot(number));
        Refused("timeLimit", () => new Bandit([new NormalArm(0)], number));
        Refused("timeLimit", () => new MazeChase(number));
        Refused("timeLimit", () => new CartPoleVector(1, number));
        Refused("maxCycles", () => new PrisonGrid(number));
        Refused("count", () => new CartPoleVector(number));
        Refused("count", () => new VectorEnvironment<float, int>(number, () => new CartPole()));
        Refused("count", () => new RlLab.Environments.Gymnasium.GymnasiumVectorEnvironment<float, int>("CartPole-v1", number));
        Refused("count", () => new FrameStack<float, int>(new CartPole(), number));
        Refused("every", () => new Recording<float, int>(new CartPole(), every: number));
        Refused("limit", () => new Recording<float, int>(new CartPole(), limit: number));

        void Refused(string name, Func<object> build) =>
            build.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{number}*").Which.ParamName.Should().Be(name);
    }

    [Fact]
    public void More_observations_than_an_array_holds_are_not_stacked() =>
        FluentActions.Invoking(() => new FrameStack<float, int>(new CartPole(), int.MaxValue))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*observations of 4 elements*count*");
}

public sealed class FrameStackTests : EnvironmentContract<float>
{
    [Fact]
    public void It_shows_the_last_observations_oldest_first()
    {
        using var world = new FrameStack<float, int>(new MountainCar(), 3);
        using var plain = new MountainCar();
        var (stack, single) = (new float[6], new float[2]);
        world.Reset(stack, 0);
        plain.Reset(single, 0);
        world.ObservationSpace.Shape.Should().Equal(3, 2);
        var seen = new List<float[]> { single[..], single[..], single[..] };
        stack.Should().Equal(seen.SelectMany(o => o));
        for (var i = 0; i < 5; i++)
        {
            world.Step(2, stack);
            plain.Step(2, single);
            seen.Add(single[..]);
            stack.Should().Equal(seen.TakeLast(3).SelectMany(o => o));
        }
    }

    protected override IEnvironment<float, int> Create() => new FrameStack<float, int>(new CartPole(), 4);
}

public sealed class RewardTransformTests : EnvironmentContract<float>
{
    [Fact]
    public void It_changes_the_reward_and_nothing_else()
    {
        using var world = new RewardTransform<float, int>(new MountainCar(), reward => 10 * reward + 1);
        world.Reset(new float[2], 0);
        world.Step(0, new float[2]).Should().Be(new StepResult(-9, false, false));
    }

    protected override IEnvironment<float, int> Create() => new RewardTransform<float, int>(new CartPole(), Math.Sqrt);
}

public sealed class ObservationTransformTests : EnvironmentContract<byte>
{
    [Fact]
    public void It_shows_what_the_function_writes()
    {
        using var world = Create();
        var observation = new byte[1];
        world.Reset(observation, 0);
        observation[0].Should().BeInRange(126, 130, "an upright pole is in the middle");
    }

    protected override IEnvironment<byte, int> Create() =>
        new ObservationTransform<float, byte, int>(
            new CartPole(), new Box<byte>(0, 255, 1), (from, to) => to[0] = (byte)Math.Clamp(128 + 20 * from[2], 0, 255));
}

public sealed class EpisodeStatisticsTests : EnvironmentContract<float>
{
    [Fact]
    public void It_adds_up_one_episode_at_a_time()
    {
        using var world = new EpisodeStatistics<float, int>(new CartPole(timeLimit: 5));
        var observation = new float[4];
        for (var episode = 0; episode < 2; episode++)
        {
            world.Reset(observation, 0);
            (world.Return, world.Length).Should().Be((0, 0));
            while (!world.Step(1, observation).Done)
            {
            }

            (world.Return, world.Length).Should().Be((5, 5));
            world.TryGetInfo("episode_return", out var sum).Should().BeTrue();
            sum.Should().Be(5);
            world.TryGetInfo("lives", out _).Should().BeFalse();
        }
    }

    protected override IEnvironment<float, int> Create() => new EpisodeStatistics<float, int>(new CartPole());
}

public sealed class RecordingTests : EnvironmentContract<float>
{
    [Fact]
    public void It_keeps_the_first_every_nth_and_the_last_frame_of_an_episode()
    {
        using var world = new Recording<float, int>(new CartPole(timeLimit: 8), every: 3);
        var observation = new float[4];
        for (var episode = 0; episode < 2; episode++)
        {
            world.Reset(observation, 0);
            while (!world.Step(episode, observation).Done)
            {
            }

            world.Count.Should().Be(4, "steps 0, 3, 6 and 8 are kept");
        }

        world.FramesPerSecond.Should().BeApproximately(50.0 / 3, 1e-9);
        world.Frames.Last().Pixels.AsSpan().SequenceEqual(world.Render().Pixels).Should().BeTrue();
    }

    [Fact]
    public void It_stops_at_its_limit_and_refuses_a_world_that_draws_nothing()
    {
        using var world = new Recording<float, int>(new CartPole(), limit: 2);
        world.Reset(new float[4], 0);
        world.Step(0, new float[4]);
        world.Step(0, new float[4]);
        world.Frames.Should().HaveCount(2);
        FluentActions.Invoking(() => new Recording<float, int>(new Blind())).Should().Throw<ArgumentException>().WithMessage("*Blind*");
    }

    [Fact]
    public void A_wrapper_is_not_what_the_world_inside_cannot_be()
    {
        IEnvironment<float, int> world = new EpisodeStatistics<float, int>(new Blind());
        world.As<IRenderable>().Should().BeNull();
        world.As<IResumable>().Should().BeNull();
    }

    protected override bool AllocationFree => false;

    protected override IEnvironment<float, int> Create() => new Recording<float, int>(new CartPole(), limit: 3);

    private sealed class Blind : IEnvironment<float, int>
    {
        public Box<float> ObservationSpace { get; } = new(0, 1, 1);

        public Space<int> ActionSpace { get; } = new Discrete(1);

        public void Reset(Span<float> observation, long? seed = null) => observation.Clear();

        public StepResult Step(int action, Span<float> observation) => default;

        public void Dispose()
        {
        }
    }
}

public sealed class ActionMaskTests : EnvironmentContract<float>
{
    [Fact]
    public void A_masked_action_is_refused()
    {
        using var world = Create();
        world.Reset(new float[2], 0);
        var allowed = new bool[3];
        world.As<IActionMask>()!.GetActionMask(allowed);
        allowed.Should().Equal(true, false, true);
        FluentActions.Invoking(() => world.Step(1, new float[2])).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1*masked*");
    }

    [Fact]
    public void A_rule_that_forbids_everything_is_refused()
    {
        using var world = new ActionMask<float>(new MountainCar(), allowed => allowed.Clear());
        FluentActions.Invoking(() => world.GetActionMask(new bool[3])).Should().Throw<InvalidOperationException>();
    }

    protected override IEnvironment<float, int> Create() => new ActionMask<float>(new MountainCar(), allowed => allowed[1] = false);
}

public sealed class ActionSubsetTests : EnvironmentContract<float>
{
    [Fact]
    public void Its_actions_mean_the_chosen_ones()
    {
        using var world = Create();
        using var plain = new MountainCar();
        var (one, other) = (new float[2], new float[2]);
        world.Reset(one, 0);
        plain.Reset(other, 0);
        world.Step(0, one);
        plain.Step(2, other);
        one.Should().Equal(other);
        FluentActions.Invoking(() => new ActionSubset<float>(new MountainCar(), 3)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*3*");
    }

    protected override IEnvironment<float, int> Create() => new ActionSubset<float>(new MountainCar(), 2, 0);
}
