namespace RlLab.Environments.Tests;

public sealed class MazeGameTests
{
    private readonly RandomGenerator _random = new(0);

    [Fact]
    public void The_maze_has_no_dead_ends_and_every_pellet_can_be_reached()
    {
        var distances = Maze.Distances(Maze.Start);
        for (var cell = 0; cell < Maze.Cells; cell++)
        {
            if (Maze.Pellets.Contains(cell))
            {
                distances[cell].Should().BeLessThan(Maze.Cells);
                var ways = 0;
                foreach (var direction in Directions.All)
                {
                    ways += Maze.IsOpen(cell, direction) ? 1 : 0;
                }

                ways.Should().BeGreaterThanOrEqualTo(2, $"cell {Maze.Column(cell)}, {Maze.Row(cell)}");
            }
        }

        Maze.PowerPellets.Count.Should().Be(4);
    }

    [Fact]
    public void The_tunnel_joins_both_sides()
    {
        Maze.Neighbour(Maze.At(0, Maze.TunnelRow), Direction.Left).Should().Be(Maze.At(Maze.Columns - 1, Maze.TunnelRow));
        var mover = new Mover(Maze.At(0, Maze.TunnelRow), Direction.Left);
        mover.Move(Maze.Cell).Should().Be(0);
        mover.Cell.Should().Be(Maze.At(Maze.Columns - 1, Maze.TunnelRow));
        mover.IsCentered.Should().BeTrue();
    }

    [Fact]
    public void A_mover_stops_at_the_next_middle_and_says_what_is_left()
    {
        var mover = new Mover(Maze.At(3, 1), Direction.Right);
        mover.Move(300).Should().Be(0);
        mover.Move(300).Should().Be(88);
        mover.IsCentered.Should().BeTrue();
        mover.Cell.Should().Be(Maze.At(4, 1));
    }

    [Fact]
    public void Each_pursuer_has_a_target_of_its_own()
    {
        var game = new MazeGame();
        Hunt.Target(game, Hunt.Chaser).Should().Be((9, 15), "the player itself");
        Hunt.Target(game, Hunt.Ambusher).Should().Be((5, 15), "four cells ahead, to the left");
        Hunt.Target(game, Hunt.Flanker).Should().Be((5, 23), "the chaser at 9, 7 mirrored in the cell two ahead");
        Hunt.Target(game, Hunt.Waverer).Should().Be((9, 15), "from afar it chases");
        game.Pursuers[Hunt.Waverer].Body = new Mover(Maze.At(9, 17), Direction.Up);
        Hunt.Target(game, Hunt.Waverer).Should().Be((1, 19), "from near it goes to its corner");
    }

    [Fact]
    public void A_power_pellet_turns_the_pursuers_and_eating_them_doubles_each_time()
    {
        var game = Playing();
        GoTo(game, Maze.At(3, 15));
        var before = game.Score;
        GoTo(game, Maze.At(1, 15));
        game.Score.Should().Be(before + 10 + 50);
        game.FrightenedTime.Should().BeGreaterThan(0);
        game.Pursuers.Should().OnlyContain(p => p.Phase == PursuerPhase.Frightened);

        before = game.Score;
        PutAll(game, game.Player.Cell, Direction.Left, PursuerPhase.Frightened);
        game.Tick(0, _random);
        (game.Score - before).Should().Be(200 + 400 + 800 + 1600);
        game.Pursuers.Should().OnlyContain(p => p.Phase == PursuerPhase.Returning);
        game.Lives.Should().Be(3);

        var back = new HashSet<int>();
        while (game.Phase == GamePhase.Playing && back.Count < Hunt.Count)
        {
            game.Tick(0, _random);
            for (var i = 0; i < Hunt.Count; i++)
            {
                game.Pursuers[i].Phase.Should().NotBe(PursuerPhase.Frightened, "the eaten are no longer frightened");
                if (game.Pursuers[i].Phase == PursuerPhase.Roaming)
                {
                    back.Add(i);
                }
            }
        }

        back.Should().HaveCount(Hunt.Count, "the eaten go home and come out again");
    }

    [Fact]
    public void A_new_wave_turns_the_pursuers_round()
    {
        var game = Playing();
        PutAll(game, Maze.At(3, 1), Direction.Left);
        var turned = false;
        while (game.WaveTime < 420 + 2)
        {
            var before = game.Pursuers[0].Body;
            var wave = game.Wave;
            game.Tick(0, _random);
            if (game.Wave != wave)
            {
                turned = game.Pursuers[0].Body.Heading == before.Heading.Opposite();
            }

            PutAll(game, Maze.At(3, 1), Direction.Left, offset: 100);
        }

        turned.Should().BeTrue();
        game.Wave.Should().Be(1);
    }

    [Fact]
    public void A_pursuer_that_touches_the_player_takes_a_life_and_everybody_starts_again()
    {
        var game = Playing();
        var eaten = game.Pellets.Count;
        PutAll(game, game.Player.Cell, Direction.Left);
        game.Tick(0, _random);
        (game.Lives, game.Phase).Should().Be((2, GamePhase.Dying));
        while (game.Phase != GamePhase.Playing)
        {
            game.Tick(0, _random);
        }

        game.Player.Cell.Should().Be(Maze.Start);
        game.Pellets.Count.Should().BeLessThanOrEqualTo(eaten, "what was eaten stays eaten");
    }

    [Fact]
    public void Without_pellets_the_next_level_begins_and_is_faster()
    {
        using var world = new MazeChase();
        var screen = new byte[world.ObservationSpace.Length];
        var player = new ScriptedPlayer(world);
        var game = world.Game;
        world.Reset(screen, 0);
        for (var step = 0; game.Level == 1; step++)
        {
            step.Should().BeLessThan(3000, "with the pursuers kept at home the player was to eat everything");
            PutAll(game, Maze.Home, Direction.Left, PursuerPhase.Waiting);
            world.Step(player.Choose(), screen);
        }

        game.Pellets.Count.Should().Be(Maze.Pellets.Count);
        game.Settings.PlayerSpeed.Should().BeGreaterThan(LevelSettings.Of(1).PlayerSpeed);
        game.Settings.FrightenedTime.Should().BeLessThan(LevelSettings.Of(1).FrightenedTime);
        game.Score.Should().BeGreaterThanOrEqualTo(10 * (Maze.Pellets.Count - 4) + 4 * 50);
        LevelSettings.Of(100).Should().BeSameAs(LevelSettings.Of(7));
    }

    [Fact]
    public void The_player_turns_into_a_corridor_when_it_comes_to_one_and_keeps_on_until_then()
    {
        var game = Playing();
        PutAll(game, Maze.Home, Direction.Left, PursuerPhase.Waiting);
        Hold(8, frames: 16);
        game.Player.Cell.Should().Be(Maze.At(7, 15), "down and left together: left, as long as down is closed");
        Hold(8, frames: 8);
        game.Player.Cell.Should().Be(Maze.At(7, 16), "and down, where it is open, because that leaves the line");
        Hold(1, frames: 8);
        game.Player.Cell.Should().Be(Maze.At(7, 15), "it can turn back anywhere");
        Hold(0, frames: 40);
        game.Player.Cell.Should().Be(Maze.At(7, 15), "with the stick let go it runs on to the wall and stays there");

        void Hold(int action, int frames)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                game.Tick(action, _random);
            }
        }
    }

    private MazeGame Playing()
    {
        var game = new MazeGame();
        while (game.Phase != GamePhase.Playing)
        {
            game.Tick(0, _random);
        }

        return game;
    }

    private void GoTo(MazeGame game, int cell)
    {
        var distances = Maze.Distances(cell);
        for (var frame = 0; game.Player.Cell != cell; frame++)
        {
            frame.Should().BeLessThan(500, "the player was to get there");
            PutAll(game, Maze.At(15, 1), Direction.Left);
            foreach (var direction in Directions.All)
            {
                if (distances[Maze.Neighbour(game.Player.Cell, direction)] < distances[game.Player.Cell])
                {
                    game.Tick(Joystick.Push(direction), _random);
                    break;
                }
            }
        }
    }

    private static void PutAll(MazeGame game, int cell, Direction heading, PursuerPhase phase = PursuerPhase.Roaming, int offset = 0)
    {
        for (var i = 0; i < game.Pursuers.Length; i++)
        {
            game.Pursuers[i] = new Pursuer(cell, phase, 1_000_000);
            game.Pursuers[i].Body.Heading = heading;
            game.Pursuers[i].Body.X += offset;
        }
    }
}
