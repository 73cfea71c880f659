namespace RlLab.Environments.Tests;

public sealed class MaskedWorldTests : EnvironmentContract<float>
{
    protected override IEnvironment<float, int> Create() => MaskedWorlds.Wrapped();
}

public sealed class MaskTests
{
    public static TheoryData<int> Wrappers => [.. Enumerable.Range(0, MaskedWorlds.Wrappers().Count())];

    [Theory]
    [MemberData(nameof(Wrappers))]
    public void Every_wrapper_passes_a_mask_on(int wrapper)
    {
        using var world = MaskedWorlds.Wrappers().ElementAt(wrapper)(MaskedWorlds.Bandit());
        world.Reset(new float[world.ObservationSpace.Length], 0);
        world.Step(1, new float[world.ObservationSpace.Length]);
        Mask(world).Should().Equal(true, false, true, false);
    }

    [Theory]
    [MemberData(nameof(Wrappers))]
    public void No_wrapper_but_the_mask_itself_invents_one(int wrapper)
    {
        using var world = MaskedWorlds.Wrappers().ElementAt(wrapper)(new Bandit(BanditSettings.Normal([1, 2, 3, 4])));
        (world.As<IActionMask>() is not null).Should().Be(world is ActionMask<float>);
    }

    [Fact]
    public void A_recording_passes_a_mask_on()
    {
        using IEnvironment<float, int> world = new Recording<float, int>(MaskedWorlds.Bandit());
        world.Reset(new float[1], 0);
        Mask(world).Should().Equal(true, true, true, false);
    }

    [Fact]
    public void A_subset_numbers_a_mask_anew()
    {
        using var world = new ActionSubset<float>(MaskedWorlds.Bandit(), 2, 3, 1);
        world.Reset(new float[1], 0);
        Mask(world).Should().Equal(true, false, true);
        world.Step(2, new float[1]);
        Mask(world).Should().Equal(true, false, false);
        FluentActions.Invoking(() => world.Step(2, new float[1]))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*action 2*masked*Allowed are 0*");
    }

    [Fact]
    public void A_subset_of_which_nothing_is_allowed_is_told()
    {
        using var world = new ActionSubset<float>(MaskedWorlds.Bandit(), 3);
        world.Reset(new float[1], 0);
        FluentActions.Invoking(() => Mask(world)).Should().Throw<InvalidOperationException>().WithMessage("*forbids all of the actions 3*");
    }

    [Fact]
    public void A_rule_cannot_allow_what_the_world_forbids()
    {
        using var world = new ActionMask<float>(MaskedWorlds.Bandit(), allowed => allowed.Fill(true));
        world.Reset(new float[1], 0);
        Mask(world).Should().Equal(true, true, true, false);
    }

    [Fact]
    public void Only_discrete_actions_can_be_masked() => FluentActions.Invoking(() => new ActionMask<float>(new Odd(), _ => { }))
        .Should().Throw<ArgumentException>().WithMessage("*Odd*Discrete*");

    [Fact]
    public void Without_any_action_there_is_no_subset() =>
        FluentActions.Invoking(() => new ActionSubset<float>(new MountainCar())).Should().Throw<ArgumentException>().WithMessage("*At least one*");

    private static bool[] Mask(IEnvironment<float, int> world)
    {
        var allowed = new bool[((Discrete)world.ActionSpace).Count];
        world.As<IActionMask>()!.GetActionMask(allowed);
        return allowed;
    }

    /// <summary>A world with an action space of its own.</summary>
    private sealed class Odd : IEnvironment<float, int>
    {
        public Box<float> ObservationSpace { get; } = new(0, 1, 1);

        public Space<int> ActionSpace { get; } = new OddNumbers();

        public void Reset(Span<float> observation, long? seed = null) => observation.Clear();

        public StepResult Step(int action, Span<float> observation) => default;

        public void Dispose()
        {
        }
    }

    private sealed record OddNumbers : Space<int>
    {
        public override bool Contains(int value) => int.IsOddInteger(value);

        public override int Sample(RandomGenerator random) => 2 * random.NextInt(9) + 1;
    }
}
