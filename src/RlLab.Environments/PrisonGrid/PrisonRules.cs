namespace RlLab.Environments;

/// <summary>How the prison works: see the README beside it.</summary>
public static class PrisonRules
{
    /// <summary>How many cells the grid has each way.</summary>
    public const int Size = 7;

    /// <summary>The moves of prisoner and guard: up, down, left, right, stay.</summary>
    public const int Moves = 5;

    /// <summary>The messages of the prompter: 8 bits.</summary>
    public const int Messages = 256;

    /// <summary>Prisoner and guard in opposite corners, the escape at an inner cell.</summary>
    /// <param name="random">The generator to draw from.</param>
    public static PrisonState Start(RandomGenerator random) =>
        new(new(0, 0), new(Size - 1, Size - 1), new(1 + random.NextInt(Size - 2), 1 + random.NextInt(Size - 2)), Message: 0, Cycle: 0);

    /// <summary>The state after all have acted at once.</summary>
    /// <param name="s">The state before.</param>
    /// <param name="prisonerMove">The prisoner's move, a valid one.</param>
    /// <param name="guardMove">The guard's move, a valid one.</param>
    /// <param name="message">The prompter's message.</param>
    public static PrisonState Next(PrisonState s, int prisonerMove, int guardMove, byte message) =>
        s with { Prisoner = Move(s.Prisoner, prisonerMove), Guard = Move(s.Guard, guardMove), Message = message, Cycle = s.Cycle + 1 };

    /// <summary>The cell that a move leads to.</summary>
    /// <param name="cell">From where.</param>
    /// <param name="move">0 up, 1 down, 2 left, 3 right, 4 stay.</param>
    public static GridCell Move(GridCell cell, int move) => move switch
    {
        0 => cell with { Row = cell.Row - 1 },
        1 => cell with { Row = cell.Row + 1 },
        2 => cell with { Column = cell.Column - 1 },
        3 => cell with { Column = cell.Column + 1 },
        _ => cell,
    };

    /// <summary>Whether a move stays on the grid.</summary>
    /// <param name="cell">From where.</param>
    /// <param name="move">The move.</param>
    public static bool IsValid(GridCell cell, int move) => Contains(Move(cell, move));

    /// <summary>Whether a cell is one of the grid's.</summary>
    /// <param name="cell">The cell.</param>
    public static bool Contains(GridCell cell) => cell.Row is >= 0 and < Size && cell.Column is >= 0 and < Size;
}
