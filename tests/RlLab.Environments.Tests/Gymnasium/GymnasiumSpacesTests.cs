using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>What kinds of values cross, both ways, and what is said of the others. The world is echo.py's.</summary>
public sealed class GymnasiumSpacesTests
{
    [Theory]
    [InlineData("Box", 0.25, 0.5)]
    [InlineData("float64", 0.25, 0.5)]
    [InlineData("int64", -9.0, 9.0)]
    [InlineData("scalar", 0.5)]
    [InlineData("list", 0.25, 0.5)]
    [InlineData("transposed", 0.0, 3.0, 1.0, 4.0, 2.0, 5.0)]
    [InlineData("outside", 7.0, double.NaN)]
    [InlineData("Discrete", 0.0, 0.0, 1.0)]
    [InlineData("MultiDiscrete", 0.0, 1.0, 1.0, 0.0, 0.0)]
    [InlineData("MultiBinary", 1.0, 0.0, 1.0)]
    [InlineData("Tuple", 0.0, 1.0, 0.5)]
    [InlineData("Dict", 1.0, 0.0, 0.5)]
    public void An_observation_arrives_as_an_array(string kind, params double[] expected)
    {
        using var world = Open<float, int>(("seen", kind));
        var observation = new float[world.ObservationSpace.Length];
        world.Reset(observation, seed: 1);
        observation.Should().Equal(expected.Select(number => (float)number));
    }

    [Fact]
    public void Bytes_that_are_told_as_floats_stay_bytes()
    {
        using var world = Open<byte, int>(("seen", "byte"));
        var observation = new byte[2];
        world.Reset(observation, seed: 1);
        observation.Should().Equal(3, 4);
    }

    [Theory]
    [InlineData("longer", "observed an array of shape (3,)*space is Box(0.0, 1.0, (2,), float32)*")]
    [InlineData("column", "observed an array of shape (2, 1)*")]
    [InlineData("nothing", "observed an array of shape ()*")]
    public void What_is_not_in_the_shape_of_its_space_is_refused(string kind, string expected)
    {
        using var world = Open<float, int>(("seen", kind));
        var reset = () => world.Reset(new float[2], seed: 1);
        reset.Should().Throw<GymnasiumException>().WithMessage($"'RlLab/Echo-v0' {expected}").Which.Message.Should().NotContain("Traceback");
    }

    [Fact]
    public void What_is_no_byte_is_refused()
    {
        using var world = Open<byte, int>(("seen", "beyond a byte"));
        var reset = () => world.Reset(new byte[2], seed: 1);
        reset.Should().Throw<GymnasiumException>().WithMessage("*observed float64 from 3.0 to 300.0*uint8*");
    }

    [Theory]
    [InlineData("seen", "Sequence", "observations in Sequence(*cannot be flattened*")]
    [InlineData("seen", "Dict of a Sequence", "observations in Dict('a': Sequence(*cannot be flattened*")]
    [InlineData("actions", "Tuple", "actions in Tuple(Discrete(2), Discrete(3))*TransformAction*GymnasiumOptions.Modules*")]
    [InlineData("actions", "MultiBinary", "MultiBinary actions, several whole numbers each*float[]*")]
    public void A_space_that_cannot_cross_is_named_with_what_to_do(string side, string kind, string expected)
    {
        PythonWorlds.Require();
        var open = () => Open<float, int>((side, kind));
        open.Should().Throw<GymnasiumException>().WithMessage($"*{expected}");
    }

    [Theory]
    [InlineData("int64", new[] { 1.6f, -5f }, new[] { 2.0, -5.0 })]
    [InlineData("float64", new[] { 0.1f, -0.1f }, new[] { 0.1, -0.1 })]
    [InlineData("MultiDiscrete", new[] { 1f, 6f }, new[] { 1.0, 6.0 })]
    [InlineData("MultiBinary", new[] { 1f, 0f }, new[] { 1.0, 0.0 })]
    public void An_array_as_action_arrives_within_its_space(string kind, float[] action, double[] expected)
    {
        using var world = Open<float, float[]>(("actions", kind));
        world.Reset(new float[2], seed: 1);
        world.Step(action, new float[2]).Should().Be(new StepResult(1.5, false, false));
        new[] { Info(world, "action.0"), Info(world, "action.1") }.Should().Equal(expected[0], expected[1]);
    }

    [Fact]
    public void The_bounds_of_a_MultiDiscrete_are_Pythons()
    {
        using var world = Open<float, float[]>(("actions", "MultiDiscrete"));
        var space = (Box<float>)world.ActionSpace;
        space.Low.Should().Equal(0, 5);
        space.High.Should().Equal(1, 7);
    }

    [Fact]
    public void Numbers_of_infos_cross_whatever_holds_them()
    {
        using var world = Open<float, int>();
        world.Reset(new float[2], seed: 1);
        world.Step(0, new float[2]);
        Info(world, "episode.r").Should().Be(2.5);
        Info(world, "episode.l").Should().Be(3);
        Info(world, "one").Should().Be(4);
        Info(world, "array").Should().BeNull("it is three numbers");
        Info(world, "huge").Should().BeNull("no double holds it");
        Info(world, "nan").Should().BeNull();
    }

    [Theory]
    [InlineData(1.0, 1)]
    [InlineData(1.0f, 1)]
    [InlineData(1e30, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(1, 0)]
    public void A_float_stays_one_though_it_is_whole(object number, double expected)
    {
        using var world = Open<float, int>(("number", number));
        world.Reset(new float[2], seed: 1);
        world.Step(0, new float[2]);
        Info(world, "float").Should().Be(expected);
    }

    [Theory]
    [InlineData("grey")]
    [InlineData("transparent")]
    [InlineData("wide")]
    public void Frames_of_other_layouts_become_colours(string kind)
    {
        using var world = Open<float, int>(("frame", kind));
        var frame = world.Render();
        (frame.Width, frame.Height).Should().Be((6, 4));
        frame.Pixels.Should().HaveCount(6 * 4 * 3).And.OnlyContain(value => value == 9);
    }

    [Theory]
    [InlineData("none", "nothing")]
    [InlineData("text", "<U9 of shape ()")]
    [InlineData("shares", "float64 of shape (4, 6, 3)")]
    [InlineData("several", "uint8 of shape (1, 4, 6, 3)")]
    public void What_is_no_picture_is_refused(string kind, string expected)
    {
        using var world = Open<float, int>(("frame", kind));
        var render = () => world.Render();
        render.Should().Throw<GymnasiumException>().WithMessage($"*rendered {expected}, *rgb_array*");
    }

    private static GymnasiumEnvironment<TElement, TAction> Open<TElement, TAction>(params (string Name, object Value)[] arguments)
        where TElement : unmanaged, IComparable<TElement>
    {
        PythonWorlds.Require();
        var given = arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
        return new("RlLab/Echo-v0", PythonWorlds.Options with { Modules = ["echo"], Arguments = given, Render = true });
    }

    private static double? Info<TAction>(GymnasiumEnvironment<float, TAction> world, string name) =>
        world.TryGetInfo(name, out var value) ? value : null;
}
