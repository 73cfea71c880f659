using System.Security.Cryptography;
using RlLab.Environments.Gymnasium;

namespace RlLab.Environments.Tests.Gymnasium;

/// <summary>The real emulator, on Tetris: a game that its author gave away, and whose ROM comes with every ale_py.</summary>
public sealed class ArcadeLearningEnvironmentTests
{
    [Fact]
    public void Frames_actions_and_infos_are_Ataris()
    {
        using var game = Open(new() { Render = true });
        game.ObservationSpace.Shape.Should().Equal(210, 160, 3);
        game.ObservationSpace.High.Should().OnlyContain(high => high == 255);
        game.ActionSpace.Should().Be(new Discrete(5));

        var frame = new byte[game.ObservationSpace.Length];
        game.Reset(frame, seed: 1);
        Info(game, "lives").Should().Be(0, "Tetris has none");
        Info(game, "seeds").Should().BeNull("it is a pair of numbers");
        game.Step(1, frame).Should().Be(new StepResult(0, false, false));
        Info(game, "episode_frame_number").Should().Be(4, "each step repeats its action");

        frame.Distinct().Should().HaveCountGreaterThan(4, "the well, the score and the border differ in colour");
        var rendered = game.Render();
        (rendered.Width, rendered.Height).Should().Be((160, 210));
        rendered.Pixels.SequenceEqual(frame).Should().BeTrue();
    }

    [Fact]
    public void A_seed_is_an_episode()
    {
        using var game = Open();
        var (first, again, other) = (Play(game, seed: 7), Play(game, seed: 7), Play(game, seed: 8));
        again.Should().Equal(first);
        other.Should().NotEqual(first, "actions stick by chance");
    }

    [Fact]
    public void Several_games_are_each_what_one_would_be()
    {
        using var single = Open();
        using var several = new GymnasiumVectorEnvironment<byte, int>("ALE/Tetris-v5", 2, new() { Modules = ["ale_py"] });
        var length = single.ObservationSpace.Length;
        var (frame, frames, finals) = (new byte[length], new byte[2 * length], new byte[2 * length]);
        var (rewards, terminated, truncated) = (new float[2], new bool[2], new bool[2]);
        single.Reset(frame, VectorSeed.Of(5, 1));
        several.Reset(frames, seed: 5);
        StepResult result;
        do
        {
            result = single.Step(2, frame);
            several.Step([3, 2], frames, rewards, terminated, truncated, finals);
            (result.Done ? finals : frames).AsSpan(length, length).SequenceEqual(frame).Should().BeTrue();
            terminated[1].Should().Be(result.Terminated);
        }
        while (!result.Done);
    }

    [Fact]
    public void Arguments_change_the_game()
    {
        using var game = Open(
            Given("frameskip", new[] { 2, 5 }, "full_action_space", true, "repeat_action_probability", 0.0, "max_num_frames_per_episode", 100));
        game.ActionSpace.Should().Be(new Discrete(18));
        var frame = new byte[game.ObservationSpace.Length];
        game.Reset(frame, seed: 1);
        var skips = new HashSet<double>();
        var (before, result) = (0.0, default(StepResult));
        while (!result.Done)
        {
            result = game.Step(0, frame);
            var now = Info(game, "episode_frame_number")!.Value;
            skips.Add(now - before);
            before = now;
        }

        result.Truncated.Should().BeTrue();
        skips.Should().Contain([2, 3, 4]).And.NotContain(5, "Python's ranges end before their end");
    }

    [Fact]
    public void Section_2_sees_it_as_any_game()
    {
        using var game = Open();
        using var section2 = ArcadeFrame.Reduce(new ArcadeEpisode(new ActionSubset<byte>(Open(), 0, 1, 2, 3, 4), shapeRewards: true));
        var (frame, reduced, seen) = (new byte[game.ObservationSpace.Length], new byte[ArcadeFrame.Space.Length], new byte[ArcadeFrame.Space.Length]);
        game.Reset(frame, seed: 3);
        for (var i = 0; i < 80; i++)
        {
            game.Step(3, frame);
        }

        ArcadeFrame.Reduce(frame, reduced);
        section2.Reset(seen, seed: 3);
        seen.Should().Equal(reduced);
        section2.TryGetInfo("episode_frame_number", out var frames).Should().BeTrue();
        frames.Should().Be(320);
    }

    [Fact]
    public void A_missing_ROM_is_told_with_the_way_out()
    {
        PythonWorlds.Require("ale_py");
        var open = () => new GymnasiumEnvironment<byte, int>("ALE/MsPacman-v5", PythonWorlds.Options with { Modules = ["no_roms", "ale_py"] });
        open.Should().Throw<GymnasiumException>().WithMessage("*FileNotFoundError*ms_pacman.bin*\n*ALE_ROMS_DIR*unset*").Which.PythonTraceback
            .Should().Contain("get_rom_path");
    }

    [Fact]
    public void A_misspelt_argument_is_not_taken_for_a_missing_ROM()
    {
        PythonWorlds.Require("ale_py");
        var open = () => Open(Given("frame_skip", 4));
        open.Should().Throw<GymnasiumException>().WithMessage("*unexpected keyword argument 'frame_skip'*Traceback*").Which.Message
            .Should().NotContain("pip install");
    }

    [Fact]
    public void Ms_Pacman_is_the_game_that_mspacman_dqn_expects()
    {
        PythonWorlds.Require("ale_py");
        GymnasiumEnvironment<byte, int> game;
        try
        {
            game = new GymnasiumEnvironment<byte, int>("ALE/MsPacman-v5", new() { Modules = ["ale_py"] });
        }
        catch (GymnasiumException e) when (e.Message.Contains("ROM"))
        {
            Assert.Skip(e.Message);
            throw;
        }

        using (game)
        {
            game.ActionSpace.Should().Be(new Discrete(9));
            game.Reset(new byte[game.ObservationSpace.Length], seed: 1);
            Info(game, "lives").Should().Be(3);
        }
    }

    private static GymnasiumEnvironment<byte, int> Open(GymnasiumOptions? options = null)
    {
        PythonWorlds.Require("ale_py");
        return new GymnasiumEnvironment<byte, int>("ALE/Tetris-v5", (options ?? new()) with { Modules = ["ale_py"] });
    }

    private static GymnasiumOptions Given(params object[] arguments) =>
        new() { Arguments = arguments.Chunk(2).ToDictionary(pair => (string)pair[0], pair => pair[1]) };

    /// <summary>A digest of each of the first frames.</summary>
    private static string[] Play(GymnasiumEnvironment<byte, int> game, long seed)
    {
        var frame = new byte[game.ObservationSpace.Length];
        game.Reset(frame, seed);
        return [.. Enumerable.Range(0, 150).Select(i =>
        {
            game.Step(i % 5, frame);
            return Convert.ToHexString(SHA256.HashData(frame));
        })];
    }

    private static double? Info(GymnasiumEnvironment<byte, int> game, string name) => game.TryGetInfo(name, out var value) ? value : null;
}
