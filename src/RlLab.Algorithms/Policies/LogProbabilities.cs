using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RlLab.Algorithms;

/// <summary>The logarithms of actions' probabilities, where all actions are allowed and where some are not.</summary>
internal static class LogProbabilities
{
    /// <summary>Draws an action with its probability.</summary>
    public static int Draw(ReadOnlySpan<float> logProbabilities, RandomGenerator random)
    {
        var left = random.NextDouble();
        for (var action = 0; action < logProbabilities.Length - 1; action++)
        {
            left -= Math.Exp(logProbabilities[action]);
            if (left < 0)
            {
                return action;
            }
        }

        // Whatever rounding leaves of the total belongs to the last action.
        return logProbabilities.Length - 1;
    }

    /// <summary>Draws one of the allowed actions, with probabilities in proportion to theirs.</summary>
    /// <exception cref="DivergedException">All of them are negative infinity.</exception>
    public static int DrawAmong(ReadOnlySpan<float> logProbabilities, ReadOnlySpan<bool> allowed, RandomGenerator random)
    {
        var highest = float.NegativeInfinity;
        for (var action = 0; action < allowed.Length; action++)
        {
            highest = allowed[action] ? Math.Max(highest, logProbabilities[action]) : highest;
        }

        DivergedException.ThrowIfNotFinite(highest, "the highest log-probability of the allowed actions");

        // In proportion to the likeliest, because all that is allowed may be less likely than a number can say.
        var total = 0.0;
        for (var action = 0; action < allowed.Length; action++)
        {
            total += allowed[action] ? Math.Exp(logProbabilities[action] - highest) : 0;
        }

        return Draw(logProbabilities, allowed, random, highest, total);
    }

    /// <summary>Draws one of the allowed actions, whose probabilities exp(log-probability - shift) have a given sum.</summary>
    /// <exception cref="DivergedException">A log-probability is NaN.</exception>
    private static int Draw(
        ReadOnlySpan<float> logProbabilities, ReadOnlySpan<bool> allowed, RandomGenerator random, double shift, double sum)
    {
        var left = random.NextDouble() * sum;
        var chosen = -1;
        for (var action = 0; action < allowed.Length && left >= 0; action++)
        {
            // Rounding may leave a little of the sum behind the last allowed action.
            if (allowed[action])
            {
                chosen = action;
                left -= Math.Exp(logProbabilities[action] - shift);
            }
        }

        return double.IsNaN(left) ? throw new DivergedException($"the log-probability of action {chosen}", left) : chosen;
    }

    /// <summary>The log-probabilities among the allowed actions alone; those of the others are negative infinity. Shape: [steps, actions].</summary>
    /// <param name="outputs">Logits or log-probabilities of all actions: [steps, actions].</param>
    /// <param name="forbidden">True for an action that is not allowed, as one in each row must be: [steps, actions].</param>
    public static Tensor Among(Tensor outputs, Tensor forbidden) =>
        functional.log_softmax(outputs.masked_fill(forbidden, float.NegativeInfinity), 1);

    /// <summary>The entropy of each step's actions, in nats. Shape: [steps].</summary>
    /// <param name="logProbabilities">[steps, actions].</param>
    /// <param name="forbidden">True for an action that is not allowed: [steps, actions]; null where all are.</param>
    public static Tensor Entropy(Tensor logProbabilities, Tensor? forbidden)
    {
        // 0 log 0 counts as 0.
        var finite = forbidden is null ? logProbabilities : logProbabilities.masked_fill(forbidden, 0);
        return -(logProbabilities.exp() * finite).sum(1);
    }
}
