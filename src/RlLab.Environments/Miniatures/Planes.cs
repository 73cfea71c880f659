namespace RlLab.Environments;

/// <summary>Boards kept as a number a row, with a bit a column.</summary>
internal static class Planes
{
    /// <summary>Writes 1 where a bit is set; the rest stays.</summary>
    /// <param name="rows">The board.</param>
    /// <param name="plane">Receives it, row by row.</param>
    public static void Write(ReadOnlySpan<int> rows, Span<float> plane)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            for (var bits = rows[row]; bits != 0; bits &= bits - 1)
            {
                plane[row * Miniature.Size + int.TrailingZeroCount(bits)] = 1;
            }
        }
    }
}
