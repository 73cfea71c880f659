namespace RlLab.Environments;

/// <summary>Which way a pursuer takes where the maze lets it choose.</summary>
internal static class Hunt
{
    /// <summary>The four pursuers by number: each has a corner to scatter to and a target to chase of its own.</summary>
    public const int Chaser = 0, Ambusher = 1, Flanker = 2, Waverer = 3, Count = 4;

    private const int WaverDistance = 6;

    private static readonly (int Column, int Row)[] Corners =
        [(Maze.Columns - 2, 1), (1, 1), (Maze.Columns - 2, Maze.Rows - 2), (1, Maze.Rows - 2)];

    /// <summary>The direction in which a pursuer leaves the middle of a cell.</summary>
    public static Direction Choose(MazeGame game, int number, RandomGenerator random)
    {
        var pursuer = game.Pursuers[number];
        var cell = pursuer.Body.Cell;
        switch (pursuer.Phase)
        {
            case PursuerPhase.Leaving:
                var aside = Maze.Column(cell) - Maze.Column(Maze.Home);
                return aside < 0 ? Direction.Right : aside > 0 ? Direction.Left : Direction.Up;
            case PursuerPhase.Returning:
                return Home(cell);
            case PursuerPhase.Frightened:
                return Wander(pursuer.Body, random);
            default:
                // The first wave of a level is random for two of them, so that no learnt sequence of moves always wins.
                return game.Wave == 0 && number is Chaser or Ambusher
                    ? Wander(pursuer.Body, random)
                    : Towards(pursuer.Body, game.Wave % 2 == 0 ? Corners[number] : Target(game, number));
        }
    }

    /// <summary>The cell that a pursuer chases; it may lie outside the maze.</summary>
    public static (int Column, int Row) Target(MazeGame game, int number)
    {
        var player = game.Player;
        var (column, row) = (Maze.Column(player.Cell), Maze.Row(player.Cell));
        var (dx, dy) = (player.Heading.Dx(), player.Heading.Dy());
        var self = game.Pursuers[number].Body.Cell;
        switch (number)
        {
            case Ambusher:
                return (column + 4 * dx, row + 4 * dy);
            case Flanker:
                // The far end of a line from the chaser through the point two cells ahead of the player.
                var chaser = game.Pursuers[Chaser].Body.Cell;
                return (2 * (column + 2 * dx) - Maze.Column(chaser), 2 * (row + 2 * dy) - Maze.Row(chaser));
            case Waverer when Distance((column, row), self) < WaverDistance * WaverDistance:
                return Corners[Waverer];
            default:
                return (column, row);
        }
    }

    private static Direction Towards(Mover body, (int Column, int Row) target)
    {
        var (best, bestDistance) = (body.Heading.Opposite(), int.MaxValue);
        foreach (var direction in Directions.All)
        {
            if (direction != body.Heading.Opposite() && Maze.IsOpen(body.Cell, direction))
            {
                var distance = Distance(target, Maze.Neighbour(body.Cell, direction));
                if (distance < bestDistance)
                {
                    (best, bestDistance) = (direction, distance);
                }
            }
        }

        return best;
    }

    private static Direction Wander(Mover body, RandomGenerator random)
    {
        Span<Direction> ways = stackalloc Direction[4];
        var count = 0;
        foreach (var direction in Directions.All)
        {
            if (direction != body.Heading.Opposite() && Maze.IsOpen(body.Cell, direction))
            {
                ways[count++] = direction;
            }
        }

        return count == 0 ? body.Heading.Opposite() : ways[count == 1 ? 0 : random.NextInt(count)];
    }

    private static Direction Home(int cell)
    {
        foreach (var direction in Directions.All)
        {
            if (Maze.StepsHome[Maze.Neighbour(cell, direction)] < Maze.StepsHome[cell])
            {
                return direction;
            }
        }

        return Direction.Up;
    }

    private static int Distance((int Column, int Row) target, int cell)
    {
        int dx = target.Column - Maze.Column(cell), dy = target.Row - Maze.Row(cell);
        return dx * dx + dy * dy;
    }
}
