namespace RlLab.Environments;

/// <summary>The maze: 19 x 21 cells, the same on both sides of its middle column.</summary>
internal static class Maze
{
    public const int Columns = 19, Rows = 21, Cells = Columns * Rows;

    /// <summary>A cell's size in the units of positions: 64 a pixel, 8 pixels a cell.</summary>
    public const int Unit = 64, Cell = 8 * Unit;

    /// <summary>The row whose ends are joined.</summary>
    public const int TunnelRow = 9;

    // The left half with the middle column. # wall, . pellet, o power pellet, = gate, - free.
    private static readonly string[] LeftHalf =
    [
        "##########",
        "#.........",
        "#.###.###.",
        "#o###.....",
        "#.###.#.##",
        "#.....#...",
        "###.###.##",
        "#.........",
        "#.###.###=",
        "-.....#---",
        "#.###.####",
        "#.........",
        "#.###.#.##",
        "#.#.......",
        "#.#.#.###.",
        "#o..#....-",
        "#.###.#.##",
        "#.....#...",
        "#.###.###.",
        "#.........",
        "##########",
    ];

    private static readonly string Plan = string.Concat(LeftHalf.Select(half => half + string.Concat(half.Reverse().Skip(1))));

    /// <summary>Where the player starts, where the fruit lies, where pursuers leave the house and where they live in it.</summary>
    public static readonly int Start = At(9, 15), Fruit = At(9, 11), Door = At(9, 7), Home = At(9, 9);

    /// <summary>How far each cell is from <see cref="Home"/> for one that may pass the gate, in cells; a large number for walls.</summary>
    public static readonly int[] StepsHome = Distances(Home, throughGate: true);

    /// <summary>The cells with a pellet of either kind, and those with a power pellet, at the start of a level.</summary>
    public static readonly CellSet Pellets = CellSet.Of(cell => Plan[cell] is '.' or 'o'), PowerPellets = CellSet.Of(cell => Plan[cell] == 'o');

    public static int At(int column, int row) => row * Columns + column;

    public static int Column(int cell) => cell % Columns;

    public static int Row(int cell) => cell / Columns;

    public static bool IsWall(int cell) => Plan[cell] == '#';

    public static bool IsGate(int cell) => Plan[cell] == '=';

    /// <summary>Where movers slow down: the outer cells of the row whose ends are joined.</summary>
    public static bool IsTunnel(int cell) => Row(cell) == TunnelRow && Column(cell) is < 3 or > Columns - 4;

    /// <summary>The cell next to one, through the tunnel where it leads there.</summary>
    public static int Neighbour(int cell, Direction direction)
    {
        var column = (Column(cell) + direction.Dx() + Columns) % Columns;
        return At(column, Math.Clamp(Row(cell) + direction.Dy(), 0, Rows - 1));
    }

    /// <summary>Whether one can go from a cell in a direction.</summary>
    public static bool IsOpen(int cell, Direction direction, bool throughGate = false)
    {
        var next = Neighbour(cell, direction);
        return !IsWall(next) && (throughGate || !IsGate(next));
    }

    /// <summary>How many steps every cell is from one; a large number where no way leads.</summary>
    public static int[] Distances(int from, bool throughGate = false)
    {
        var distances = new int[Cells];
        Distances(from, throughGate, distances, new int[Cells]);
        return distances;
    }

    /// <summary>The same without allocating; <paramref name="queue"/> is room to work in.</summary>
    public static void Distances(int from, bool throughGate, Span<int> distances, Span<int> queue)
    {
        distances.Fill(int.MaxValue / 2);
        distances[from] = 0;
        queue[0] = from;
        for (int head = 0, tail = 1; head < tail; head++)
        {
            foreach (var direction in Directions.All)
            {
                var next = Neighbour(queue[head], direction);
                if (IsOpen(queue[head], direction, throughGate) && distances[next] > Cells)
                {
                    distances[next] = distances[queue[head]] + 1;
                    queue[tail++] = next;
                }
            }
        }
    }
}
