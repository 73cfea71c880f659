using System.Numerics.Tensors;

namespace RlLab.Inference;

/// <summary>How one of some actions is chosen by a number for each.</summary>
internal static class Choosing
{
    /// <summary>The allowed action of the highest number; of several, the first.</summary>
    /// <param name="scores">A number for each action.</param>
    /// <param name="allowed">A flag for each action; empty where all are allowed.</param>
    public static int Best(ReadOnlySpan<float> scores, ReadOnlySpan<bool> allowed)
    {
        var best = Math.Max(0, allowed.IndexOf(true));
        for (var action = best + 1; action < scores.Length; action++)
        {
            if (scores[action] > scores[best] && (allowed.IsEmpty || allowed[action]))
            {
                best = action;
            }
        }

        return best;
    }

    /// <summary>Draws one of the allowed actions with its probability, in proportion among them.</summary>
    /// <param name="scores">The logarithm of each action's probability, up to a constant.</param>
    /// <param name="random">A number from 0 to 1, without 1.</param>
    /// <param name="allowed">A flag for each action; empty where all are allowed.</param>
    /// <exception cref="ArgumentException">The number is another.</exception>
    public static int Draw(ReadOnlySpan<float> scores, double random, ReadOnlySpan<bool> allowed)
    {
        if (random is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(random), random, "An action is drawn by a number from 0 to 1, without 1.");
        }

        // In proportion to the likeliest, because all that is allowed may be less likely than a number can say.
        var (highest, sum) = (scores[Best(scores, allowed)], 0.0);
        for (var action = 0; action < scores.Length; action++)
        {
            sum += allowed.IsEmpty || allowed[action] ? Math.Exp(scores[action] - highest) : 0;
        }

        // Rounding may leave a little of the sum behind the last action that has any probability.
        var (left, chosen) = (random * sum, 0);
        for (var action = 0; action < scores.Length && left >= 0; action++)
        {
            var weight = allowed.IsEmpty || allowed[action] ? Math.Exp(scores[action] - highest) : 0;
            (chosen, left) = weight > 0 ? (action, left - weight) : (chosen, left);
        }

        return chosen;
    }

    /// <summary>Throws where a number is NaN.</summary>
    /// <exception cref="ArithmeticException">One is.</exception>
    public static void ThrowIfNaN(ReadOnlySpan<float> outputs)
    {
        if (TensorPrimitives.IsNaNAny(outputs))
        {
            throw new ArithmeticException("The network gave NaN: the observation has a NaN in it, or the weights have.");
        }
    }
}
