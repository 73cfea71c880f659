namespace RlLab.Environments;

/// <summary>A guard that follows the prisoner.</summary>
/// <remarks>
/// Attentive, it takes one of the moves that bring it nearer to the prisoner, all equally likely; otherwise any valid move. It sees
/// no more than the guard's observation holds.
/// </remarks>
public sealed class ScriptedGuard
{
    private readonly double _attention;

    /// <summary>A guard.</summary>
    /// <param name="attention">How often it is attentive, 0 to 1; always by default.</param>
    public ScriptedGuard(double attention = 1)
    {
        if (attention is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(attention), attention, "A guard's attention is a probability from 0 to 1.");
        }

        _attention = attention;
    }

    /// <summary>The guard's move.</summary>
    /// <param name="state">The world as it is; of it only the guard's and the prisoner's cells are looked at.</param>
    /// <param name="random">The generator to draw from.</param>
    public int Choose(PrisonState state, RandomGenerator random)
    {
        var attentive = random.NextDouble() < _attention;
        Span<int> moves = stackalloc int[PrisonRules.Moves];
        var count = 0;
        for (var move = 0; move < PrisonRules.Moves; move++)
        {
            if (PrisonRules.IsValid(state.Guard, move)
                && (!attentive || Distance(PrisonRules.Move(state.Guard, move), state.Prisoner) < Distance(state.Guard, state.Prisoner)))
            {
                moves[count++] = move;
            }
        }

        return count == 0 ? PrisonRules.Moves - 1 : moves[random.NextInt(count)];
    }

    private static int Distance(GridCell a, GridCell b) => Math.Abs(a.Row - b.Row) + Math.Abs(a.Column - b.Column);
}
