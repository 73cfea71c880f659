namespace RlLab.Environments;

/// <summary>A way to go in a grid; in the order in which pursuers prefer ways that are equally good.</summary>
internal enum Direction
{
    Up,
    Left,
    Down,
    Right,
    None,
}

/// <summary>What directions mean.</summary>
internal static class Directions
{
    private static readonly Direction[] Ways = [Direction.Up, Direction.Left, Direction.Down, Direction.Right];

    /// <summary>The four ways.</summary>
    public static ReadOnlySpan<Direction> All => Ways;

    public static int Dx(this Direction direction) => direction switch { Direction.Left => -1, Direction.Right => 1, _ => 0 };

    public static int Dy(this Direction direction) => direction switch { Direction.Up => -1, Direction.Down => 1, _ => 0 };

    public static Direction Opposite(this Direction direction) =>
        direction == Direction.None ? Direction.None : (Direction)(((int)direction + 2) % 4);
}
