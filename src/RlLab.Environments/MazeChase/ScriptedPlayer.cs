namespace RlLab.Environments;

/// <summary>Plays the maze chase by rule, from the game's state and not from its picture: a measure for what learns.</summary>
/// <remarks>
/// It goes to the nearest pellet, or to a pursuer that it can eat in time, on a way on which it is everywhere earlier than any pursuer
/// that hunts it; where there is no such way, to where the pursuers are farthest.
/// </remarks>
/// <param name="world">The world that it plays.</param>
public sealed class ScriptedPlayer(MazeChase world)
{
    // How many cells earlier than a pursuer it wants to be, and how far it goes out of its way for one that it can eat.
    private const int Margin = 2, Appetite = 12;

    private readonly int[] _danger = new int[Maze.Cells];
    private readonly int[] _one = new int[Maze.Cells];
    private readonly int[] _steps = new int[Maze.Cells];
    private readonly int[] _queue = new int[Maze.Cells];
    private readonly Direction[] _first = new Direction[Maze.Cells];

    /// <summary>The action for the world as it is.</summary>
    public int Choose()
    {
        var game = world.Game;
        MeasureDanger(game);
        var goal = Search(game, out var nearestPellet);
        return Joystick.Push(goal >= 0 ? _first[goal] : nearestPellet >= 0 ? _first[nearestPellet] : Flee(game));
    }

    private void MeasureDanger(MazeGame game)
    {
        Array.Fill(_danger, int.MaxValue / 2);
        foreach (var pursuer in game.Pursuers)
        {
            if (pursuer.Phase is PursuerPhase.Roaming or PursuerPhase.Leaving)
            {
                Maze.Distances(pursuer.Body.Cell, throughGate: true, _one, _queue);
                for (var cell = 0; cell < Maze.Cells; cell++)
                {
                    _danger[cell] = Math.Min(_danger[cell], _one[cell]);
                }
            }
        }
    }

    // Breadth first over the safe cells. Gives the nearest pursuer that can be eaten, and the nearest pellet, or -1.
    private int Search(MazeGame game, out int pellet)
    {
        pellet = -1;
        Array.Fill(_steps, -1);
        var start = game.Player.Cell;
        _steps[start] = 0;
        _queue[0] = start;
        for (int head = 0, tail = 1; head < tail; head++)
        {
            var cell = _queue[head];
            if (cell != start && _steps[cell] <= Appetite && Prey(game, cell))
            {
                return cell;
            }

            if (pellet < 0 && cell != start && (game.Pellets.Contains(cell) || (game.FruitLeft > 0 && cell == Maze.Fruit)))
            {
                pellet = cell;
            }

            foreach (var direction in Directions.All)
            {
                var next = Maze.Neighbour(cell, direction);
                if (Maze.IsOpen(cell, direction) && _steps[next] < 0 && _steps[cell] + 1 + Margin <= _danger[next])
                {
                    _steps[next] = _steps[cell] + 1;
                    _first[next] = cell == start ? direction : _first[cell];
                    _queue[tail++] = next;
                }
            }
        }

        return -1;
    }

    private bool Prey(MazeGame game, int cell)
    {
        var frames = _steps[cell] * Maze.Cell / game.Settings.PlayerSpeed;
        foreach (var pursuer in game.Pursuers)
        {
            if (pursuer.Phase == PursuerPhase.Frightened && pursuer.Body.Cell == cell && frames < game.FrightenedTime)
            {
                return true;
            }
        }

        return false;
    }

    private Direction Flee(MazeGame game)
    {
        var (best, bestDistance) = (Direction.None, -1);
        foreach (var direction in Directions.All)
        {
            var distance = _danger[Maze.Neighbour(game.Player.Cell, direction)];
            if (Maze.IsOpen(game.Player.Cell, direction) && distance > bestDistance)
            {
                (best, bestDistance) = (direction, distance);
            }
        }

        return best;
    }
}
