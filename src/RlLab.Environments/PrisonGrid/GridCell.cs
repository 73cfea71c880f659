namespace RlLab.Environments;

/// <summary>A cell of a grid.</summary>
/// <param name="Row">Counted from 0 at the top.</param>
/// <param name="Column">Counted from 0 at the left.</param>
public readonly record struct GridCell(int Row, int Column);
