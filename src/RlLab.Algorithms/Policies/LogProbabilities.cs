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
    /// <param name="numbers">A log-probability or a logit for each action, none NaN or positive infinity.</param>
    /// <param name="allowed">A flag for each action, one of them set; empty where all are allowed.</param>
    /// <param name="random">What to draw from.</param>
    /// <param name="logProbability">Receives the logarithm of the action's probability among the allowed ones.</param>
    /// <exception cref="DivergedException">Those of all allowed actions are negative infinity.</exception>
    public static int DrawAmong(ReadOnlySpan<float> numbers, ReadOnlySpan<bool> allowed, RandomGenerator random, out double logProbability)
    {
        // In proportion to the likeliest, because all that is allowed may be less likely than a number can say.
        double highest = numbers[Likeliest(numbers, allowed)], total = 0;
        DivergedException.ThrowIfNotFinite(highest, "the highest log-probability of the allowed actions");
        for (var action = 0; action < numbers.Length; action++)
        {
            total += IsAllowed(action, allowed) ? Math.Exp(numbers[action] - highest) : 0;
        }

        var left = random.NextDouble() * total;
        var chosen = -1;
        for (var action = 0; action < numbers.Length && left >= 0; action++)
        {
            // Rounding may leave a little of the total behind the last allowed action.
            if (IsAllowed(action, allowed))
            {
                chosen = action;
                left -= Math.Exp(numbers[action] - highest);
            }
        }

        logProbability = numbers[chosen] - highest - Math.Log(total);
        return chosen;
    }

    /// <summary>The allowed action of the highest number; of several, the first.</summary>
    /// <param name="numbers">One for each action, none NaN.</param>
    /// <param name="allowed">A flag for each action, one of them set; empty where all are allowed.</param>
    public static int Likeliest(ReadOnlySpan<float> numbers, ReadOnlySpan<bool> allowed)
    {
        var best = Math.Max(0, allowed.IndexOf(true));
        for (var action = best + 1; action < numbers.Length; action++)
        {
            best = numbers[action] > numbers[best] && IsAllowed(action, allowed) ? action : best;
        }

        return best;
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

    private static bool IsAllowed(int action, ReadOnlySpan<bool> allowed) => allowed.IsEmpty || allowed[action];
}
