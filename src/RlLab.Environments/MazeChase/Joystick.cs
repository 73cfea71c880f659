namespace RlLab.Environments;

/// <summary>The nine positions of the stick, numbered as Atari's actions are.</summary>
internal static class Joystick
{
    public const int Positions = 9;

    /// <summary>The one or two directions in which the stick is pushed.</summary>
    public static (Direction Vertical, Direction Horizontal) Read(int action) => action switch
    {
        1 => (Direction.Up, Direction.None),
        2 => (Direction.None, Direction.Right),
        3 => (Direction.None, Direction.Left),
        4 => (Direction.Down, Direction.None),
        5 => (Direction.Up, Direction.Right),
        6 => (Direction.Up, Direction.Left),
        7 => (Direction.Down, Direction.Right),
        8 => (Direction.Down, Direction.Left),
        _ => (Direction.None, Direction.None),
    };

    /// <summary>The action that pushes the stick in one direction.</summary>
    public static int Push(Direction direction) => direction switch
    {
        Direction.Up => 1,
        Direction.Right => 2,
        Direction.Left => 3,
        Direction.Down => 4,
        _ => 0,
    };
}
