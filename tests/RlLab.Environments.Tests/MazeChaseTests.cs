namespace RlLab.Environments.Tests;

public sealed class MazeChaseTests : EnvironmentContract<byte>
{
    private readonly byte[] _screen = new byte[210 * 160 * 3];

    protected override int Steps => 700;

    [Fact]
    public void It_shows_what_its_picture_drawn_from_nothing_shows()
    {
        using var world = new MazeChase();
        var player = new ScriptedPlayer(world);
        world.Reset(_screen, 0);
        for (var step = 0; step < 2500; step++)
        {
            var done = world.Step(player.Choose(), _screen).Done;
            new MazePainter().Draw(world.Game).SequenceEqual(_screen).Should().BeTrue($"step {step}");
            if (done)
            {
                world.Reset(_screen);
            }
        }
    }

    [Fact]
    public void For_eighty_steps_input_is_ignored_and_then_the_player_moves()
    {
        using var world = new MazeChase();
        world.Reset(_screen, 0);
        var start = world.Game.Player.X;
        for (var step = 0; step < 80; step++)
        {
            world.Step(2, _screen);
            world.Game.Player.X.Should().Be(start);
        }

        world.Step(2, _screen);
        world.Game.Player.X.Should().Be(start + 4 * Maze.Unit);
    }

    [Fact]
    public void A_lost_life_costs_thirty_six_steps_and_the_last_one_ends_the_episode()
    {
        using var world = new MazeChase();
        world.Reset(_screen, 3);
        var (lives, sinceLoss, result) = (3.0, int.MaxValue, default(StepResult));
        while (!result.Done)
        {
            result = world.Step(0, _screen);
            world.TryGetInfo("lives", out var left).Should().BeTrue();
            sinceLoss = left < lives ? 0 : Math.Min(sinceLoss, 1_000_000) + 1;
            if (left > 0)
            {
                var plays = world.Steps >= 80 && sinceLoss >= 36;
                (world.Game.Phase == GamePhase.Playing).Should().Be(plays, $"at step {world.Steps}, {sinceLoss} after a loss");
            }

            lives = left;
        }

        lives.Should().Be(0);
        result.Should().Be(new StepResult(result.Reward, true, false));
    }

    [Fact]
    public void Rewards_are_the_points_and_pellets_bring_ten_each()
    {
        using var world = new MazeChase();
        world.Reset(_screen, 0);
        var sum = 0.0;
        for (var step = 0; step < 80 + 8; step++)
        {
            sum += world.Step(3, _screen).Reward;
        }

        sum.Should().Be(40, "eight steps to the left are four cells with a pellet each");
        world.TryGetInfo("score", out var score).Should().BeTrue();
        score.Should().Be(sum);
        world.TryGetInfo("pellets", out var pellets).Should().BeTrue();
        pellets.Should().Be(Maze.Pellets.Count - 4);
        world.TryGetInfo("health", out _).Should().BeFalse();
    }

    [Fact]
    public void With_sticky_actions_the_same_moves_lead_elsewhere()
    {
        using MazeChase plain = new(), sticky = new(stickiness: 0.25);
        var other = new byte[_screen.Length];
        plain.Reset(_screen, 0);
        sticky.Reset(other, 0);
        var random = new RandomGenerator(0);
        var differed = false;
        for (var step = 0; step < 300 && !differed; step++)
        {
            var action = random.NextInt(9);
            differed = plain.Step(action, _screen).Done || sticky.Step(action, other).Done || plain.Game.Player.Cell != sticky.Game.Player.Cell;
        }

        differed.Should().BeTrue();
        FluentActions.Invoking(() => new MazeChase(stickiness: 1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void The_scripted_player_wins_levels_and_far_outscores_random_play()
    {
        Mean(world => new ScriptedPlayer(world).Choose).Should().BeGreaterThan(5 * Mean(_ =>
        {
            var random = new RandomGenerator(0);
            return () => random.NextInt(9);
        }));

        double Mean(Func<MazeChase, Func<int>> policy)
        {
            using var world = new MazeChase();
            var choose = policy(world);
            var sum = 0.0;
            for (var episode = 0; episode < 5; episode++)
            {
                world.Reset(_screen, episode);
                while (!world.Step(choose(), _screen).Done)
                {
                }

                sum += world.Game.Score;
            }

            return sum / 5;
        }
    }

    [Fact]
    public void Every_fourth_row_and_column_shows_every_pellet()
    {
        // ArcadeFrame samples rows 0 and columns 1 modulo 4: what lies between would be invisible to the agent.
        using var world = new MazeChase();
        world.Reset(_screen, 0);
        var checkedCells = 0;
        for (var cell = 0; cell < Maze.Cells; cell++)
        {
            // The plate with READY! covers a part of row 11, and figures cover their cells.
            var covered = Maze.Row(cell) == 11 || cell == Maze.Door || Maze.Column(cell) == Maze.Columns / 2;
            if (Maze.Pellets.Contains(cell) && !covered)
            {
                var (left, top) = (Backdrop.Left + 8 * Maze.Column(cell), Backdrop.Top + 8 * Maze.Row(cell));
                var seen =
                    from y in Enumerable.Range(top, 8)
                    from x in Enumerable.Range(left, 8)
                    where y % 4 == 0 && x % 4 == 1
                    select _screen[3 * (160 * y + x)];
                seen.Should().Contain(255, $"the pellet at {Maze.Column(cell)}, {Maze.Row(cell)} lies on a sampled pixel");
                checkedCells++;
            }
        }

        checkedCells.Should().BeGreaterThan(150);
    }

    protected override IEnvironment<byte, int> Create() => new MazeChase();
}
