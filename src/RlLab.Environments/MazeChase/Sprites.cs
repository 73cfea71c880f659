namespace RlLab.Environments;

/// <summary>The figures of the maze chase.</summary>
internal static class Sprites
{
    public const int Size = 10;

    public static readonly Color Yellow = 0xFFE046, White = 0xFFFFFF, Fright = 0x2438D8, FrightFace = 0xB8C4FF, Pupil = 0x101840;

    /// <summary>A power pellet.</summary>
    public static readonly Sprite PowerPellet = new("..11..", ".1111.", "111111", "111111", ".1111.", "..11..");

    /// <summary>The fruit: colours are its skin, its stalk and its shine.</summary>
    public static readonly Sprite Fruit = new(
        ".....222..",
        "....2.....",
        "..1121....",
        ".1111111..",
        ".13111111.",
        "113111111.",
        "111111111.",
        ".1111111..",
        "..11111...",
        "...111....");

    /// <summary>A pursuer that can be eaten: colours are its body and its face.</summary>
    public static readonly Sprite Frightened = new(
        "1........1",
        ".1......1.",
        "..111111..",
        ".11111111.",
        ".12211221.",
        "1122112211",
        "1111111111",
        ".12112112.",
        ".21221221.",
        ".1..11..1.");

    private static readonly string[] Body =
    [
        ".1......1.",
        ".11....11.",
        "..111111..",
        ".11111111.",
        "1111111111",
        "1111111111",
        "1111111111",
        ".11111111.",
        ".11.11.11.",
        ".1..11..1.",
    ];

    // The player: a disc with a mouth that opens in four steps, one for each direction, and one that opens wholly when it dies.
    private static readonly double[] MouthAngles = [0, 0.45, 0.85, 0.45];
    private static readonly Sprite[,] Mouths = Table(4, 4, (direction, step) => Disc((Direction)direction, MouthAngles[step]));
    private static readonly Sprite[] Deaths = [.. Enumerable.Range(0, 12).Select(step => Disc(Direction.Up, step * Math.PI / 11))];
    private static readonly Sprite[,] Eyes = Table(4, 2, (direction, body) => Looking((Direction)direction, body == 1));

    /// <summary>The player, chewing.</summary>
    public static Sprite Player(Direction heading, int clock) => Mouths[(int)heading, clock / 3 % 4];

    /// <summary>The player, dying.</summary>
    /// <param name="progress">0 to 1.</param>
    public static Sprite Death(double progress) => Deaths[(int)(progress * (Deaths.Length - 1))];

    /// <summary>A pursuer, or only its eyes: colours are its body, the white of the eyes and the pupils.</summary>
    public static Sprite Pursuer(Direction heading, bool withBody) => Eyes[(int)heading, withBody ? 1 : 0];

    private static Sprite Disc(Direction direction, double mouth) => new(Size, Size, (x, y) =>
    {
        double dx = x - 4.5, dy = y - 4.5;
        var angle = Math.Atan2(dx * direction.Dy() - dy * direction.Dx(), dx * direction.Dx() + dy * direction.Dy());
        return dx * dx + dy * dy <= 24.6 && (mouth == 0 || Math.Abs(angle) > mouth) ? 1 : 0;
    });

    private static Sprite Looking(Direction direction, bool withBody) => new(Size, Size, (x, y) =>
    {
        var eye = x is 2 or 3 or 6 or 7 && y is >= 4 and <= 6;
        if (!eye)
        {
            return withBody && Body[y][x] == '1' ? 1 : 0;
        }

        var pupilX = direction switch { Direction.Left => 0, Direction.Right => 1, _ => x % 4 - 2 };
        var pupilY = direction switch { Direction.Up => 4, Direction.Down => 6, _ => 5 };
        return x % 4 - 2 == pupilX && y == pupilY ? 3 : 2;
    });

    private static Sprite[,] Table(int rows, int columns, Func<int, int, Sprite> make)
    {
        var table = new Sprite[rows, columns];
        for (var i = 0; i < table.Length; i++)
        {
            table[i / columns, i % columns] = make(i / columns, i % columns);
        }

        return table;
    }
}
