namespace RlLab.Environments;

/// <summary>Something that moves along the corridors: its middle, in <see cref="Maze.Unit"/>s, and where it heads.</summary>
internal struct Mover(int cell, Direction heading)
{
    public int X = Maze.Column(cell) * Maze.Cell + Maze.Cell / 2;
    public int Y = Maze.Row(cell) * Maze.Cell + Maze.Cell / 2;
    public Direction Heading = heading;

    /// <summary>The cell that its middle is in.</summary>
    public readonly int Cell => Maze.At(X / Maze.Cell, Y / Maze.Cell);

    /// <summary>Whether it is exactly in the middle of a cell: only there can it turn.</summary>
    public readonly bool IsCentered => X % Maze.Cell == Maze.Cell / 2 && Y % Maze.Cell == Maze.Cell / 2;

    /// <summary>Moves in the direction that it heads, but not beyond the next middle of a cell.</summary>
    /// <param name="distance">How far to go at most.</param>
    /// <returns>How far is left to go.</returns>
    public int Move(int distance)
    {
        int dx = Heading.Dx(), dy = Heading.Dy();
        var offset = dx != 0 ? dx * (X % Maze.Cell - Maze.Cell / 2) : dy * (Y % Maze.Cell - Maze.Cell / 2);
        var gap = offset < 0 ? -offset : Maze.Cell - offset;
        var step = Math.Min(gap, distance);
        const int width = Maze.Columns * Maze.Cell;
        X = (X + step * dx + width) % width;
        Y += step * dy;
        return distance - step;
    }

    /// <summary>Whether another is so near that they touch.</summary>
    public readonly bool Touches(Mover other) => Math.Abs(X - other.X) < 6 * Maze.Unit && Math.Abs(Y - other.Y) < 6 * Maze.Unit;

    public readonly void Save(BinaryWriter writer)
    {
        writer.Write(X);
        writer.Write(Y);
        writer.Write((byte)Heading);
    }

    public static Mover Load(BinaryReader reader) =>
        new() { X = reader.ReadInt32(), Y = reader.ReadInt32(), Heading = (Direction)reader.ReadByte() };
}
