using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

public sealed class GymnasiumEnvironmentTests
{
    [Fact]
    public void Python_is_missed_with_the_way_out()
    {
        var open = () => new GymnasiumEnvironment<float, int>("CartPole-v1", new GymnasiumOptions { Python = "python-that-is-not-there" });
        open.Should().Throw<GymnasiumException>().WithMessage("*'python-that-is-not-there' could not be started*RLLAB_PYTHON*");
    }

    [Fact]
    public void The_real_CartPole_is_the_built_in_one()
    {
        PythonWorlds.Require();
        using var real = new GymnasiumEnvironment<float, int>("CartPole-v1");
        using var ours = new CartPole();
        real.ObservationSpace.Shape.Should().Equal(4);
        ((Discrete)real.ActionSpace).Count.Should().Be(2);

        var (seen, shown) = (new float[4], new float[4]);
        real.Reset(seen, seed: 7);
        ours.State = new CartPoleState(seen[0], seen[1], seen[2], seen[3]);
        var random = new RandomGenerator(1);
        StepResult result;
        do
        {
            var action = random.NextInt(2);
            result = real.Step(action, seen);
            ours.Step(action, shown).Should().Be(result);

            // Ours continues from float32, Gymnasium's from float64.
            shown.Should().Equal(seen, (a, b) => Math.Abs(a - b) < 1e-5);
        }
        while (!result.Done);
    }

    [Fact]
    public void Observations_rewards_flags_and_infos_cross()
    {
        using var world = Open<float, int>("Teller");
        var observation = new float[2];
        world.Reset(observation, seed: 4);
        observation.Should().Equal(4, 0);
        Info(world, "lives").Should().Be(3);
        Info(world, "fresh").Should().BeNull("it has not come yet");
        Info(world, "seeds").Should().BeNull("a pair is no number");

        world.Step(0, observation).Should().Be(new StepResult(1, false, false));
        observation.Should().Equal([5, 1], "Python's actions count from 5 here");
        Info(world, "lives").Should().Be(2);
        Info(world, "fresh").Should().Be(0.5);
        Info(world, "ignored").Should().BeNull("a text is no number");

        world.Step(1, observation).Should().Be(new StepResult(2, true, false));
        var afterTheEnd = () => world.Step(0, observation);
        afterTheEnd.Should().Throw<InvalidOperationException>().WithMessage("*no running episode*");

        world.Reset(observation);
        world.Step(2, observation).Should().Be(new StepResult(1, false, true));
    }

    public static TheoryData<object> Gains => [2.5, new[] { 2, 0.5 }];

    [Theory]
    [MemberData(nameof(Gains))]
    public void Arguments_reach_the_world_and_arrays_become_tuples(object gain)
    {
        PythonWorlds.Require();
        var options = PythonWorlds.Options with { Arguments = new Dictionary<string, object> { ["gain"] = gain } };
        using var world = new GymnasiumEnvironment<float, int>("RlLab/Teller-v0", options);
        world.Reset(new float[2], seed: 1);
        world.Step(0, new float[2]).Reward.Should().Be(2.5);
    }

    [Fact]
    public void Pixels_stay_bytes()
    {
        using var world = Open<byte, int>("Pixels");
        world.ObservationSpace.Shape.Should().Equal(2, 3, 1);
        world.ObservationSpace.High.Should().OnlyContain(high => high == 255);
        var observation = new byte[6];
        world.Reset(observation, seed: 1);
        observation.Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void Continuous_actions_cross()
    {
        using var world = Open<float, float[]>("Continuous");
        ((Box<float>)world.ActionSpace).High.Should().Equal(1, 2);
        var observation = new float[2];
        world.Reset(observation, seed: 1);
        world.Step([0.25f, -1.5f], observation);
        observation.Should().Equal(0.25f, -1.5f);
        var outside = () => world.Step([0.25f, -2.5f], observation);
        outside.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*no such action*Low = [-1, -2], High = [1, 2]*");
    }

    [Fact]
    public void A_discrete_observation_becomes_one_hot()
    {
        using var world = Open<float, int>("Cells");
        var observation = new float[4];
        world.Reset(observation, seed: 1);
        observation.Should().Equal(0, 0, 1, 0);
    }

    [Fact]
    public void Frames_cross()
    {
        PythonWorlds.Require();
        using var world = new GymnasiumEnvironment<float, int>("RlLab/Teller-v0", PythonWorlds.Options with { Render = true });
        world.Reset(new float[2], seed: 1);
        world.FramesPerSecond.Should().Be(12);
        var frame = world.Render();
        (frame.Width, frame.Height).Should().Be((6, 4));
        frame.Pixels.AsSpan(3 * (6 + 2), 3).ToArray().Should().Equal(10, 20, 30);
    }

    [Theory]
    [InlineData("Pixels", "observations of byte*<byte, ...>")]
    [InlineData("Continuous", "continuous actions*float[]")]
    [InlineData("Tuples", "MultiDiscrete")]
    public void Spaces_of_another_type_are_refused_with_the_right_one(string world, string expected)
    {
        var open = () => Open<float, int>(world);
        PythonWorlds.Require();
        open.Should().Throw<GymnasiumException>().WithMessage($"*{expected}*");
    }

    [Fact]
    public void A_python_exception_arrives_with_its_traceback_and_the_world_lives_on()
    {
        using var world = Open<float, int>("Raiser");
        var observation = new float[2];
        world.Reset(observation, seed: 1);
        var step = () => world.Step(0, observation);
        step.Should().Throw<GymnasiumException>().WithMessage("*RlLab/Raiser-v0*ValueError*the world fell over*line*in step*")
            .Which.PythonTraceback.Should().Contain("worlds.py");
        world.Reset(observation, seed: 5);
        observation[0].Should().Be(5);
    }

    [Fact]
    public void A_hung_world_is_noticed_and_its_process_ended()
    {
        PythonWorlds.Require();
        using var world = new GymnasiumEnvironment<float, int>("RlLab/Sleeper-v0", PythonWorlds.Options with { Timeout = TimeSpan.FromSeconds(1) });
        world.Reset(new float[2], seed: 1);
        var step = () => world.Step(0, new float[2]);
        step.Should().Throw<GymnasiumException>().WithMessage("*did not answer within 1 seconds*GymnasiumOptions.Timeout*");
    }

    [Fact]
    public void A_dead_process_is_noticed_with_its_last_words()
    {
        using var world = Open<float, int>("Quitter");
        world.Reset(new float[2], seed: 1);
        var step = () => world.Step(0, new float[2]);
        step.Should().Throw<GymnasiumException>().WithMessage("*ended by itself with exit code 7*these were my last words*");
    }

    [Fact]
    public void A_crash_in_C_names_the_line_of_Python()
    {
        using var world = Open<float, int>("Crasher");
        world.Reset(new float[2], seed: 1);
        var step = () => world.Step(0, new float[2]);
        step.Should().Throw<GymnasiumException>().WithMessage("*ended by itself*worlds.py*in step*");
    }

    [Theory]
    [InlineData("Leaver", "SystemExit*enough")]
    [InlineData("Garbler", "ValueError*a file named ?")]
    public void Exceptions_of_every_kind_arrive(string name, string expected)
    {
        using var world = Open<float, int>(name);
        world.Reset(new float[2], seed: 1);
        var step = () => world.Step(0, new float[2]);
        step.Should().Throw<GymnasiumException>().WithMessage($"*{expected}*");
    }

    [Fact]
    public void Neither_programs_that_a_world_starts_nor_a_keyboard_break_the_conversation()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The world starts POSIX programs.");
        using var world = Open<float, int>("Meddler");
        world.Reset(new float[2], seed: 1);
        world.Step(0, new float[2]).Reward.Should().Be(1);
        world.Step(0, new float[2]).Reward.Should().Be(2);
    }

    [Fact]
    public void A_world_is_closed_before_its_process_ends()
    {
        PythonWorlds.Require();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = PythonWorlds.Options with { Arguments = new Dictionary<string, object> { ["path"] = path } };
        new GymnasiumEnvironment<float, int>("RlLab/Closer-v0", options).Dispose();
        File.Exists(path).Should().BeTrue();
        File.Delete(path);
    }

    [Theory]
    [InlineData("ALE/MsPacman-v5", "gymnasium[atari]")]
    [InlineData("module_that_is_not_there:World-v0", "pip install module_that_is_not_there")]
    [InlineData("Nothing-v0", "Nothing")]
    public void A_world_that_is_not_there_is_named(string id, string expected)
    {
        PythonWorlds.Require();
        var open = () => new GymnasiumEnvironment<byte, int>(id);
        open.Should().Throw<GymnasiumException>().WithMessage($"*{id}*{expected}*");
    }

    [Fact]
    public void A_missing_module_is_named_with_the_command_that_brings_it()
    {
        PythonWorlds.Require();
        var open = () => new GymnasiumEnvironment<float, int>("CartPole-v1", new GymnasiumOptions { Modules = ["module_that_is_not_there"] });
        open.Should().Throw<GymnasiumException>().WithMessage("*ModuleNotFoundError*\nTo mend it: *pip install module_that_is_not_there*")
            .Which.Message.Should().NotContain("Traceback", "the command is the way out");
    }

    private static GymnasiumEnvironment<TElement, TAction> Open<TElement, TAction>(string world)
        where TElement : unmanaged, IComparable<TElement>
    {
        PythonWorlds.Require();
        return new GymnasiumEnvironment<TElement, TAction>($"RlLab/{world}-v0", PythonWorlds.Options);
    }

    private static double? Info(GymnasiumEnvironment<float, int> world, string name) => world.TryGetInfo(name, out var value) ? value : null;
}
