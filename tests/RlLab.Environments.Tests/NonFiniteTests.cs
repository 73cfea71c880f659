namespace RlLab.Environments.Tests;

/// <summary>What is not a finite number is named where it first occurs, and a constant that would lead to one is refused.</summary>
public sealed class NonFiniteTests
{
    public static TheoryData<double> NotFinite => [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void A_reward_of_a_world_is_named(double reward)
    {
        using var world = new Faulty { Reward = reward };
        world.Reset(new float[3], 0);
        var step = () => world.Step(0, new float[3]);
        step.Should().Throw<NotFiniteNumberException>().WithMessage($"Faulty gave a reward of {reward} in step 1*")
            .Which.OffendingNumber.Should().Be(reward);
        step.Should().Throw<InvalidOperationException>("the episode is not to go on from there").WithMessage("*Reset*");
        world.Reward = 1;
        world.Reset(new float[3]);
        step().Reward.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void An_observation_of_a_world_is_named(double seen)
    {
        using var world = new Faulty { Seen = (float)seen };
        FluentActions.Invoking(() => world.Reset(new float[3], 0))
            .Should().Throw<NotFiniteNumberException>().WithMessage($"Faulty observed {seen} at place 2 in step 0*");
        FluentActions.Invoking(() => world.Step(0, new float[3])).Should().Throw<InvalidOperationException>().WithMessage("*Reset*");
        world.Seen = 0;
        world.Reset(new float[3]);
        world.Seen = (float)seen;
        FluentActions.Invoking(() => world.Step(0, new float[3]))
            .Should().Throw<NotFiniteNumberException>().WithMessage($"Faulty observed {seen} at place 2 in step 1*");
    }

    [Fact]
    public void What_a_transform_makes_of_a_reward_is_named()
    {
        using var logarithm = new RewardTransform<float, int>(new MountainCar(), reward => Math.Log(1 + reward));
        logarithm.Reset(new float[2], 0);
        FluentActions.Invoking(() => logarithm.Step(0, new float[2]))
            .Should().Throw<NotFiniteNumberException>().WithMessage("*made -*of the reward -1*");
    }

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void A_transform_does_not_make_a_good_reward_of_one_that_is_none(double reward)
    {
        using var sign = new RewardTransform<float, int>(new Plain { Reward = reward }, r => r > 0 ? 1 : r < 0 ? -1 : 0);
        sign.Reset(new float[1], 0);
        FluentActions.Invoking(() => sign.Step(0, new float[1]))
            .Should().Throw<NotFiniteNumberException>().WithMessage($"Plain gave a reward of {reward}*");
    }

    [Fact]
    public void A_scale_of_what_never_changes_is_named()
    {
        // A constant has deviation 0, by which nothing can be divided.
        using var scaled = new ObservationTransform<float, float, int>(
            new Plain { Seen = 4 }, new Box<float>(-10, 10, 1), (from, to) => to[0] = (from[0] - 4) / 0f);
        FluentActions.Invoking(() => scaled.Reset(new float[1], 0))
            .Should().Throw<NotFiniteNumberException>().WithMessage("*transform made NaN at place 0*Plain*[4]*");
    }

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void A_byte_does_not_hide_what_is_not_a_number(double seen)
    {
        using var pixels = new ObservationTransform<float, byte, int>(
            new Plain { Seen = (float)seen }, new Box<byte>(0, 255, 1), (from, to) => to[0] = (byte)Math.Clamp(from[0], 0, 255));
        FluentActions.Invoking(() => pixels.Reset(new byte[1], 0))
            .Should().Throw<NotFiniteNumberException>().WithMessage($"Plain observed {seen} at place 0*Byte*");
    }

    [Fact]
    public void A_transform_may_mend_an_observation()
    {
        using var mended = new ObservationTransform<float, float, int>(
            new Plain { Seen = float.NaN }, new Box<float>(-1, 1, 1), (from, to) => to[0] = float.IsNaN(from[0]) ? -1 : from[0]);
        var observation = new float[1];
        mended.Reset(observation, 0);
        observation.Should().Equal(-1);
    }

    [Fact]
    public void A_return_with_a_reward_that_is_none_is_none()
    {
        using var world = new EpisodeStatistics<float, int>(new Plain { Reward = double.NaN });
        world.Reset(new float[1], 0);
        world.Step(0, new float[1]);
        world.Return.Should().Be(double.NaN);
        world.TryGetInfo("episode_return", out var sum).Should().BeTrue();
        sum.Should().Be(double.NaN);
    }

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void States_and_constants_are_finite(double number)
    {
        Refused(() => new CartPole { State = new(0, 0, number, 0) });
        Refused(() => new MountainCar { State = new(0, number) });
        Refused(() => new Acrobot { State = new(number, 0, 0, 0) });
        Refused(() => new NormalArm(number), "*Mean*");
        Refused(() => new NormalArm(0, number), "*Deviation*");
        Refused(() => new BernoulliArm(number), "*Probability*");
        Refused(() => new Bandit([new NormalArm(0), new Arm(number)]), $"*Arm 1*{number}*");
        Refused(() => new ScriptedGuard(number));
        Refused(() => new MazeChase(stickiness: number));
        Refused(() => new CartPoleParameters { Force = number }, $"*Force*{number}*");
        Refused(() => new MountainCarParameters { Goal = number }, $"*Goal*{number}*");
        Refused(() => new AcrobotParameters { Torque = number }, $"*Torque*{number}*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Masses_lengths_limits_and_time_steps_are_above_0(double number)
    {
        Refused(() => new CartPoleParameters { CartMass = number }, "*CartMass*above 0*");
        Refused(() => new CartPoleParameters { HalfLength = number });
        Refused(() => new CartPoleParameters { TimeStep = number });
        Refused(() => new CartPoleParameters { PositionLimit = number });
        Refused(() => new CartPoleParameters { AngleLimit = number });
        Refused(() => new MountainCarParameters { SpeedLimit = number });
        Refused(() => new AcrobotParameters { Length1 = number });
        Refused(() => new AcrobotParameters { Mass2 = number });
        Refused(() => new AcrobotParameters { Inertia = number });
        Refused(() => new AcrobotParameters { VelocityLimit1 = number });
        Refused(() => new AcrobotParameters { TimeStep = number });
        FluentActions.Invoking(() => new NormalArm(0, Math.Min(number, -1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new CartPoleParameters { StartRange = Math.Min(number, -1) }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_valley_in_which_the_car_cannot_start_or_arrive_is_refused()
    {
        foreach (var valley in (MountainCarParameters[])
            [new() { LowestStart = 0, HighestStart = -1 }, new() { LowestStart = -2 }, new() { HighestStart = 2 }, new() { Goal = 0.7 }])
        {
            FluentActions.Invoking(() => new MountainCar(parameters: valley))
                .Should().Throw<ArgumentException>().WithMessage("*start*goal*parameters*");
        }
    }

    [Fact]
    public void A_world_that_explodes_is_named_alone_and_in_a_vector()
    {
        var parameters = new CartPoleParameters { Force = 1e300, PositionLimit = 1e300, AngleLimit = 0.5, TimeStep = 1e300 };
        using var single = new CartPole(parameters: parameters);
        single.Reset(new float[4], 0);
        FluentActions.Invoking(() => Play(() => single.Step(1, new float[4])))
            .Should().Throw<NotFiniteNumberException>().WithMessage("CartPole observed*");

        using var vector = new CartPoleVector(2, parameters: parameters);
        vector.Reset(new float[8], 0);
        var step = () => vector.Step([1, 1], new float[8], new float[2], new bool[2], new bool[2], new float[8]);
        FluentActions.Invoking(() => Play(step)).Should().Throw<NotFiniteNumberException>().WithMessage("Instance 0 of CartPole*");
        step.Should().Throw<InvalidOperationException>().WithMessage("*Reset*");

        static void Play(Action step)
        {
            for (var i = 0; i < 20; i++)
            {
                step();
            }
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e17)]
    public void A_very_large_angle_does_not_hang_the_world(double angle)
    {
        using var world = new Acrobot();
        world.State = new(angle, angle, 0, 0);
        world.Step(1, new float[6]);
        world.State.Angle1.Should().BeInRange(-Math.PI, Math.PI);
    }

    private static void Refused(Func<object> build, string message = "*") => build.Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);

    private sealed record Arm(double Pays) : BanditArm
    {
        public override double Mean => Pays;

        public override double Pull(RandomGenerator random) => Pays;
    }

    /// <summary>A user's own world with a fault in its rules.</summary>
    private sealed class Faulty() : World<float>(new Box<float>(-9, 9, 3), actions: 1, timeLimit: null)
    {
        public double Reward { get; set; }

        public float Seen { get; set; }

        public override double FramesPerSecond => 1;

        public override Frame Render() => new(1, 1);

        protected override void Begin(RandomGenerator random)
        {
        }

        protected override (double Reward, bool Terminated) Advance(int action) => (Reward, false);

        protected override void Observe(Span<float> observation) => observation[2] = Seen;

        protected override void Save(BinaryWriter writer)
        {
        }

        protected override void Load(BinaryReader reader)
        {
        }
    }

    /// <summary>A world that checks nothing, as one in Python may be.</summary>
    private sealed class Plain : IEnvironment<float, int>
    {
        public double Reward { get; init; }

        public float Seen { get; init; }

        public Box<float> ObservationSpace { get; } = new(-9, 9, 1);

        public Space<int> ActionSpace { get; } = new Discrete(1);

        public void Reset(Span<float> observation, long? seed = null) => observation[0] = Seen;

        public StepResult Step(int action, Span<float> observation) => new(Reward, false, false);

        public void Dispose()
        {
        }
    }
}
